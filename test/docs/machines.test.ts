import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { packagePath } from '../../src/base/files/packagePath.js';
import { randomSource } from '../../src/base/randomSource.js';
import { createProgram } from '../../src/cli/program.js';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { engines } from '../../src/jobs/engines.js';
import { createQueryModel } from '../../src/models/createQueryModel.js';
import { saveQueryModel } from '../../src/models/queryModelFiles.js';
import { writePhotos } from '../extraction/toyPhotos.js';
import { startStub, type ObjectStore } from '../helpers/objectStores.js';

const page = readFileSync(packagePath('..', 'MACHINES.md'), 'utf8');
/** Words of the calls of `asym` in a section. */
const callsOf = (text: string): string[][] =>
  [...text.matchAll(/^npx asym (.+)$/gm)].map(([, line]) =>
    [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain),
  );
const section = (title: string): string => page.split(/^#{2,3} /m).find((text) => text.startsWith(title))!;

const home = process.cwd();
const folder = mkdtempSync(join(tmpdir(), 'machines-'));
let store: ObjectStore;
let printed: string[] = [];
beforeAll(async () => {
  await selectBackend();
  process.chdir(folder);
  vi.stubEnv('ASYMMETRIC_FOLDER', folder);
  for (const stream of ['log', 'error'] as const)
    vi.spyOn(console, stream).mockImplementation((text: unknown) => void printed.push(String(text)));
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const random = randomSource(1, 'model');
  const query = await createQueryModel({ kind: 'smallCnn', size: 32, width: 0.25 }, random, { dimension: 8 });
  await saveQueryModel(query, 'model');
  query.dispose();
  const photos = await writePhotos(
    'photos',
    Array.from({ length: 70 }, (_, n): [number, number] => [8 + (n % 3), 8]),
  );
  store = await startStub();
  vi.stubEnv('AWS_ENDPOINT_URL', store.address);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'key');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  vi.stubEnv('AWS_REGION', 'us-east-1');
  for (const { path } of photos)
    await fetch(`${store.address}/gallery/${path}`, { method: 'PUT', body: readFileSync(path) });
});
afterAll(() => {
  store.close();
  process.chdir(home);
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

/** Runs a call of the page with a small model. */
async function run(words: readonly string[]): Promise<string> {
  printed = [];
  const smaller = words.map((word) => (word === 'mobileNetV2' ? 'model' : word));
  await createProgram().parseAsync(smaller, { from: 'user' });
  return printed.join('\n');
}
const vectors = (): string => readFileSync('gallery.npy').toString('base64');

describe('the calls of MACHINES.md', () => {
  test('are there, and their options are known', () => {
    const calls = callsOf(page);
    expect(calls.length).toBeGreaterThan(10);
    for (const [name, ...words] of calls) {
      const command = createProgram().commands.find((each) => each.name() === name)!;
      expect(command.parseOptions(words).unknown, name).toEqual([]);
    }
  });

  test('by hand, by processes and through Slurm', async () => {
    await run(['extract', '--model', 'model', '--pictures', 'photos', '--out', 'gallery.npy']);
    const alone = vectors();
    rmSync('gallery.npy');
    const byHand = callsOf(section('Shards by hand'));
    expect(byHand.map(([name]) => name)).toEqual(['extract', 'extract', 'merge']);
    for (const words of byHand) await run(words);
    expect(vectors()).toBe(alone);
    for (const words of callsOf(section('Processes here'))) expect(await run(words)).toContain('2 shards');
    expect(vectors()).toBe(alone);
    const [slurm] = callsOf(section('Slurm'));
    expect(await run([...slurm, '--engine-set', 'sbatch=none'])).toContain(
      'There is no none on this machine',
    );
    expect(readFileSync('gallery.shards/jobs/jobs.sh', 'utf8')).toContain('#SBATCH --gres=gpu:1\n');
  });

  test('from a store', async () => {
    const [prefix, , evaluation] = callsOf(section('Pictures and vectors elsewhere'));
    expect(await run(prefix)).toContain('stored.npy: 70 vectors');
    for (const ending of ['npy', 'ids.txt'])
      await fetch(`${store.address}/gallery/gallery.${ending}`, {
        method: 'PUT',
        body: readFileSync(`stored.${ending}`),
      });
    const ids = readFileSync('stored.ids.txt', 'utf8').trim().split('\n');
    writeFileSync('labels.csv', `path,label\n${ids.map((id, n) => `${id},${n % 7}\n`).join('')}`);
    expect(await run(evaluation)).toContain('70 queries among 70 pictures');
  });
});

test('the page names every setting of the engines', () => {
  for (const [name, { schema }] of Object.entries(engines)) {
    if (name === 'slurm') continue;
    for (const setting of Object.keys(schema.shape)) expect(page, `${name} ${setting}`).toContain(setting);
  }
});
