import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommanderError, type Command } from 'commander';
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { dataCommand } from '../../../src/cli/data.js';
import { writePicture } from '../../datasets/pictures.js';

const folder = mkdtempSync(join(tmpdir(), 'data-command-'));
let lines: string[];
beforeEach(() => {
  lines = [];
  vi.spyOn(console, 'log').mockImplementation((line: unknown) => void lines.push(String(line)));
});
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

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
