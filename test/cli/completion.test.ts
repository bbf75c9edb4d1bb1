import { execFileSync } from 'node:child_process';
import { Command, Option } from 'commander';
import { describe, expect, test } from 'vitest';
import { commandWords } from '../../src/cli/completion/commandWords.js';
import { fishScript } from '../../src/cli/completion/fishScript.js';
import { posixScript } from '../../src/cli/completion/posixScript.js';
import { createProgram } from '../../src/cli/program.js';

const commands = commandWords(createProgram(), {
  '--method': ['regression', 'rankMatching'],
  describe: ['mAP', 'R@k'],
});

/** What bash offers after these words, the last of which is being typed. */
function offered(...words: string[]): string[] {
  const line = words.map((word) => `'${word}'`).join(' ');
  const script = `${posixScript('bash', commands)}
COMP_WORDS=(asym ${line}); COMP_CWORD=${words.length}; _asym; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync('bash', ['-c', script], { encoding: 'utf8' }).split('\n').filter(Boolean);
}

describe('bash', () => {
  test.each([
    [['tr'], ['train']],
    [['train', '--met'], ['--method']],
    [
      ['train', '--method', 'r'],
      ['regression', 'rankMatching'],
    ],
    [['data', 'ge'], ['get']],
    [['data', 'get', 'rox'], ['roxford5k']],
    [['--plugin', 'x.mjs', 'list', 'los'], ['losses']],
    [
      ['experiments', '--profile', ''],
      ['smoke', 'quick', 'full', 'rankers'],
    ],
    [['describe', 'm'], ['mAP']],
    [['train', '--out', 'da'], []],
    [['completion', 'z'], ['zsh']],
  ])('%j is completed', (words, expected) => {
    expect(offered(...words).sort()).toEqual([...expected].sort());
  });
});

test('every command and option is in the scripts of all shells', () => {
  const fish = fishScript(commands);
  for (const { path, options } of commands) {
    for (const shell of ['bash', 'zsh'] as const) {
      const script = posixScript(shell, commands);
      expect(script).toContain(`'${path.join(' ')}') offered=`);
      for (const { flag } of options) expect(script).toContain(flag);
    }
    for (const { flag } of options) expect(fish).toContain(`-l ${flag.slice(2)}`);
    if (path.length > 0) expect(fish).toContain(`-a '${path.at(-1)}'`);
  }
});

test('quotes in descriptions and values stay quotes', () => {
  const program = new Command('asym').addOption(
    new Option('--of <what>', "the model's own").choices(["it's", 'plain']),
  );
  const words = commandWords(program, {});
  expect(fishScript(words)).toContain("-d 'the model\\'s own'");
  expect(posixScript('bash', words)).toContain("'it'\\''s plain'");
});
