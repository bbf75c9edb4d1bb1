import { Command } from 'commander';
import { expect, test } from 'vitest';
import { shellWords } from '../../src/base/shellWords.js';
import { callWords } from '../../src/cli/callWords.js';
import { numberList, positiveInteger } from '../../src/cli/options.js';

/** The words that a command makes of its own call. */
async function wordsOf(words: string[], without: string[] = []): Promise<string[]> {
  let found: string[] = [];
  const program = new Command('asym')
    .option('--trace', '')
    .option('--plugin <file>', '', (file: string, before: string[] = []) => [...before, file])
    .addCommand(
      new Command('work')
        .argument('[names...]')
        .option('--scales <list>', '', numberList)
        .option('--batch <n>', '', positiveInteger, 4)
        .option('--set <text>', '', (text: string, before: string[]) => [...before, text], [])
        .option('--shard <i/n>', '')
        .option('--fresh', '')
        .action((_names, _options, command: Command) => void (found = callWords(command, without))),
    );
  await program.parseAsync(words, { from: 'user' });
  return found;
}

test('the words of a call come back, without what is left out and without defaults', async () => {
  const words = ['--plugin', 'a.mjs', '--plugin', 'b.mjs', 'work', 'one', 'two', '--scales', '1,0.7071'];
  const more = ['--set', 'a=1', '--set', 'b= 2', '--fresh'];
  expect(await wordsOf([...words, ...more, '--shard', '1/2'], ['shard'])).toEqual([...words, ...more]);
  expect(await wordsOf(['work', '--batch=8'])).toEqual(['work', '--batch', '8']);
  expect(await wordsOf(['work'])).toEqual(['work']);
});

test('a shell reads them back', () => {
  expect(shellWords(['asym', 'a b', "it's", '', '{"k":1}', 'x=1,2'])).toBe(
    `asym 'a b' 'it'\\''s' '' '{"k":1}' x=1,2`,
  );
});
