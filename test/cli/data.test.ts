import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommanderError, type Command } from 'commander';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { dataCommand } from '../../src/cli/data.js';
import { benchmarkNames } from '../../src/datasets/benchmarks/names.js';
import { createReplica } from '../../src/datasets/benchmarks/replicas/createReplica.js';
import { benchmarkSources } from '../../src/datasets/benchmarks/sources/benchmarkSources.js';
import { writePicture } from '../datasets/pictures.js';

let folder: string;
let lines: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'data-command-'));
  lines = [];
  vi.spyOn(console, 'log').mockImplementation((line: unknown) => void lines.push(String(line)));
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  process.exitCode = undefined;
  rmSync(folder, { recursive: true });
});

/** The command, throwing where it would end the process, quiet on standard error. */
function quiet(command: Command): Command {
  command
    .exitOverride()
    .configureOutput({ writeErr: () => undefined, writeOut: (text) => void lines.push(text) });
  command.commands.forEach(quiet);
  return command;
}
const run = (...words: string[]) => quiet(dataCommand()).parseAsync(words, { from: 'user' });

describe('data', () => {
  test('every subcommand explains itself', async () => {
    for (const { name } of dataCommand().commands.map((command) => ({ name: command.name() }))) {
      await expect(run(name, '--help')).rejects.toMatchObject({ code: 'commander.helpDisplayed' });
      expect(lines.join('')).toContain(`Usage: data ${name}`);
      lines.length = 0;
    }
  });

  test('check lists the problems, ends with an error code, and speaks JSON', async () => {
    for (const i of [0, 1, 2, 3]) await writePicture(folder, `l${i % 2}/${i}.jpg`, i);
    await run('check', folder);
    expect(lines).toEqual(['4 pictures, 2 labels: 0 errors, 0 warnings']);
    expect(process.exitCode).toBeUndefined();
    writeFileSync(join(folder, 'l0', 'bad.jpg'), '');
    await run('check', folder, '--json');
    const report = JSON.parse(lines.at(-1)!) as { problems: { where: string }[] };
    expect(report.problems.map(({ where }) => where)).toEqual([join(folder, 'l0', 'bad.jpg')]);
    expect(process.exitCode).toBe(3);
  });

  test('check names what is missing and broken, with exit code 3', async () => {
    const target = join(folder, 'in-shop');
    await createReplica('in-shop', target);
    const photos = readdirSync(target, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.jpg'),
    );
    rmSync(join(target, photos[0]));
    writeFileSync(join(target, photos[1]), 'no photo');
    await run('check', 'in-shop', '--folder', target);
    expect(process.exitCode).toBe(3);
    expect(lines.join('\n')).toContain(`missing: ${photos[0]}`);
    expect(lines.join('\n')).toContain(`broken: ${photos[1]}`);
    expect(lines.at(-1)).toMatch(/1 missing, 1 broken, 0 not listed; not whole/);
  });

  test('list tells sizes, terms and what is here', async () => {
    vi.stubEnv('ASYMMETRIC_BENCHMARKS', folder);
    await createReplica('in-shop', join(folder, 'in-shop'));
    await run('list', '--json');
    const { benchmarks } = JSON.parse(lines.join('\n')) as { benchmarks: Record<string, unknown>[] };
    expect(benchmarks.map(({ name }) => name)).toEqual(benchmarkNames);
    expect(benchmarks.map(({ name, state }) => (name === 'in-shop' ? '' : state))).toContain('not here');
    expect(benchmarks.find(({ name }) => name === 'in-shop')).toMatchObject({ state: 'not fetched by us' });
    expect(benchmarks.find(({ name }) => name === 'google-landmarks-v2')).toMatchObject({
      bytesToFetch: 500e9 + 85e9 + 10e9,
      parts: 'train:0-499, index:0-99, test:0-19',
    });
    lines = [];
    await run('list');
    const text = lines.join('\n');
    for (const { title, page } of Object.values(benchmarkSources)) {
      expect(text).toContain(title);
      expect(text).toContain(page);
    }
    expect(text).toContain('about 595 GB and 7 files of unknown size to fetch');
  });

  test('licences names every author', async () => {
    await run('licences');
    for (const word of ['OpenMoji', 'CC-BY-SA-4.0', 'Klasson', 'EfficientNet', 'SqueezeNet', 'MobileNetV2']) {
      expect(lines.join('\n')).toContain(word);
    }
  });

  test.each([
    ['get', 'imagenet'],
    ['render', '--size', '129'],
    ['render', '--size', 'large'],
    ['render', '--framing', 'round'],
    ['check'],
    ['unknown'],
  ])('refuses %s %s %s', async (...words) => {
    await expect(run(...words.filter(Boolean))).rejects.toBeInstanceOf(CommanderError);
  });
});
