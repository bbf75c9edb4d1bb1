import type { Command } from 'commander';
import { expect, test } from 'vitest';
import { createProgram } from '../../src/cli/program.js';

/** What a call of the program answers before any command runs. */
async function answer(...words: string[]): Promise<string> {
  const program = createProgram();
  const rest = (command: Command): void => {
    command.configureOutput({ writeErr: () => undefined, writeOut: () => undefined });
    if (command.commands.length === 0 && command.name() !== 'help') command.action(() => undefined);
    command.commands.forEach(rest);
  };
  rest(program);
  return program.parseAsync(words, { from: 'user' }).then(
    () => 'nothing',
    (error: Error) => error.message,
  );
}

test.each([
  [['trian'], 'train'],
  [['data', 'gett'], 'get'],
  [['help', 'trian'], 'train'],
  [['help', 'data', 'gett'], 'get'],
  [['list', 'loses'], 'losses'],
  [['data', 'get', 'roxfrod5k'], 'roxford5k'],
  [['train', '--dta', 'x'], '--data'],
  [['export', '--modl', 'x'], '--model'],
  [['export', '--modl=x'], '--model'],
  [['export', '--model', 'x', '--format', 'onxn'], 'onnx'],
  [['experiments', '--profile', 'ful'], 'full'],
  [['completion', 'fisch'], 'fish'],
])('%j is answered with %s', async (words, meant) => {
  expect(await answer(...words)).toContain(`(Did you mean ${meant}?)`);
});

test('what is near nothing is answered with what there is, and what is right with nothing', async () => {
  expect(await answer('list', 'xyzzy')).toMatch(/Allowed choices are losses, /);
  expect(await answer('export', '--format', 'onnx')).toContain("required option '--model <folder>'");
  expect(await answer('list', 'losses')).toBe('nothing');
});
