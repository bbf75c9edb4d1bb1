import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { createProgram } from '../../../src/cli/program.js';
import { selectBackend } from '../../../src/compute/backend/selectBackend.js';
import { writeEmbeddingFile } from '../../../src/vectors/writeEmbeddingFile.js';
import { temporaryFolder } from '../../helpers/temporaryFolder.js';
import { randomMatrix } from '../../retrieval/ranking/matrices.js';

const fileOf = temporaryFolder();
const rows = 9000;
let [printed, told] = [[] as string[], [] as string[]];
let words: string[];

beforeAll(async () => {
  await selectBackend();
  const ids = Array.from({ length: rows }, (_, row) => `p${row}`);
  const matrix = randomMatrix(rows, 8, 1);
  // Lengths that differ are told.
  matrix.data.subarray(0, 8).fill(2);
  const names = ['a.npy', 'b.safetensors', 'c.npz'];
  const cuts = [0, 4000, 4001, rows];
  for (const [n, name] of names.entries()) {
    const [first, end] = [cuts[n], cuts[n + 1]];
    const part = { data: matrix.data.slice(8 * first, 8 * end), rows: end - first, columns: 8 };
    await writeEmbeddingFile(fileOf(name), { matrix: part, ids: ids.slice(first, end) });
  }
  const roles = ids.map(
    (id, row) => `${id},l${row % 700},${row < 4000 && row % 130 === 0 ? 'both' : 'gallery'}`,
  );
  fileOf('labels.csv', `id,label,role\n${roles.join('\n')}\n`);
  fileOf('ignored.txt', 'p17\np4090\np8999\n');
  words = [
    'evaluate',
    '--protocol',
    'labels',
    '--labels',
    fileOf('labels.csv'),
    '--ignore',
    fileOf('ignored.txt'),
  ];
  words.push('--gallery', ...names.map((name) => fileOf(name)));
});
beforeEach(() => {
  [printed, told] = [[], []];
  vi.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line));
  vi.spyOn(console, 'error').mockImplementation((line: string) => void told.push(line));
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => told.push(String(text)) > 0);
});

async function evaluate(...more: string[]): Promise<string> {
  printed = [];
  await createProgram().parseAsync([...words, ...more], { from: 'user' });
  return printed.join('\n');
}
const message = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => expect.unreachable(),
    (error: unknown) => (error as Error).message,
  );

describe('asym evaluate in shards', () => {
  test('by hand gives every digit of one process, with labels, failures and notes', async () => {
    const parts = ['--parts', fileOf('parts')];
    const whole = await evaluate('--json', '--per-query');
    expect(JSON.parse(whole)).toMatchObject({
      galleryCount: 8997,
      notes: [expect.stringContaining('lengths')],
    });
    for (const index of [3, 1]) {
      const text = await evaluate(...parts, '--shard', `${index}/3`);
      expect(text).toMatch(
        new RegExp(
          `${index}-of-3\\.part: rows \\d+ to \\d+ of 8997\nWith all 3 parts: asym evaluate .*--merge 3`,
        ),
      );
    }
    expect(await message(evaluate(...parts, '--merge', '3'))).toMatch(
      /1 of 3 parts[^]*2-of-3\.part: none\n {6}run asym evaluate --protocol labels .*--parts .*parts --shard 2\/3/,
    );
    await evaluate(...parts, '--shard', '2/3');
    expect(JSON.parse(await evaluate(...parts, '--shard', '2/3', '--json'))).toMatchObject({
      rows: 4096,
      first: 4096,
      of: 8997,
      reused: true,
    });
    expect(await evaluate(...parts, '--merge', '3', '--json', '--per-query')).toBe(whole);
    expect(await evaluate(...parts, '--merge', '3')).toBe(await evaluate());
  });

  test('in processes here, each by itself, with one bar; a part that is damaged is searched again', async () => {
    const folder = fileOf('processes');
    const whole = await evaluate('--json', '--similarity', 'cosine');
    const here = ['--similarity', 'cosine', '--parts', folder, '--engine', 'local', '--shards', '2'];
    expect(await evaluate(...here, '--json')).toBe(whole);
    expect(told.join('')).toMatch(/2 shards, rows 17994\/17994 100 %.* 2 of 2 done/);
    const part = join(folder, '2-of-2.part');
    writeFileSync(part, readFileSync(part).subarray(0, 400));
    expect(await evaluate(...here, '--json')).toBe(whole);
    expect(readdirSync(folder)).toContain('2-of-2.part.damaged');
    expect(existsSync(part)).toBe(true);
  });

  test('Slurm gets the parts and the call that joins them', async () => {
    const folder = fileOf('slurm');
    await evaluate('--parts', folder, '--engine', 'slurm', '--engine-set', 'sbatch=no-such-sbatch', '--json');
    const script = readFileSync(join(folder, 'jobs', 'jobs.sh'), 'utf8');
    expect(script).toMatch(/3\) .*main\.js evaluate --protocol labels .* --shard 3\/3 ;;/);
    expect(script).not.toContain('--engine');
    expect(readFileSync(join(folder, 'jobs', 'last.sh'), 'utf8')).toMatch(/ --merge 3 --json\n$/);
    expect(printed).toEqual([]);
  });

  test('refuses what does not go together', async () => {
    await expect(evaluate('--merge', '2', '--engine', 'local')).rejects.toThrow(/cannot be used with/);
    await expect(evaluate('--merge', '2', '--shard', '1/2')).rejects.toThrow(/cannot be used with/);
    expect(await message(evaluate('--shard', '1/4', '--parts', fileOf('many')))).toMatch(
      /at most 3: 8997 rows in blocks of 4096/,
    );
  });
});
