import { expect, test } from 'vitest';
import type { Command, Option } from 'commander';
import { positiveInteger, positiveNumber, share, wholeNumber } from '../../src/cli/options.js';
import { createProgram } from '../../src/cli/program.js';

test('whole numbers are read, and 0 only where it makes sense', () => {
  expect(['0', '7', '131072'].map(wholeNumber)).toEqual([0, 7, 131_072]);
  expect(['1', '64'].map(positiveInteger)).toEqual([1, 64]);
  expect(() => positiveInteger('0')).toThrow('above 0');
});

test.each(['', ' ', '1.5', '-1', 'many', 'Infinity'])('%j is no whole number', (text) => {
  expect(() => wholeNumber(text)).toThrow('whole number');
  expect(() => positiveInteger(text)).toThrow('whole number');
});

test('numbers and shares are read within their bounds', () => {
  expect(['0.5', '12e6'].map(positiveNumber)).toEqual([0.5, 12e6]);
  expect(share('0.25')).toBe(0.25);
  for (const text of ['0', '-1', 'NaN', '', 'Infinity', 'many'])
    expect(() => positiveNumber(text)).toThrow('above 0');
  for (const text of ['0', '1', '-1', 'NaN', '', 'half'])
    expect(() => share(text)).toThrow('between 0 and 1');
});

/** Every option of every command that takes one number, by what stands for it in the help. */
function numeric(command: Command): [string, Option][] {
  const own = command.options.filter(({ flags }) =>
    /<(n|count|pixels|pixels\.\.\.|share|seeds|flops|value|i\/n|cosine)>/.test(flags),
  );
  return [
    ...own.map((option): [string, Option] => [`${command.name()} ${option.long}`, option]),
    ...command.commands.flatMap(numeric),
  ];
}

const options = numeric(createProgram());

test.each(options)('%s refuses what is no such number', (_, { parseArg }) => {
  for (const text of ['NaN', '', 'many', '-Infinity', '1e400', '1/1e9', '0/2', '3/2', '1/2.5']) {
    expect(() => parseArg!(text, undefined), text).toThrow();
  }
});

test('the options with numbers are found', () => {
  const names = options.map(([name]) => name);
  expect(names).toEqual(
    expect.arrayContaining([
      'experiments --verify',
      'experiments --shard',
      'train --hold-out',
      'train --minutes',
      'train --epochs',
      'architecture --budget',
      'bench --rounds',
      'search --top',
      'render --size',
    ]),
  );
  const verify = options.find(([name]) => name === 'experiments --verify')![1];
  for (const text of ['-1', '0', '1.5']) expect(() => verify.parseArg!(text, undefined)).toThrow();
  const shard = options.find(([name]) => name === 'experiments --shard')![1];
  expect(shard.parseArg!('2/3', undefined)).toEqual({ index: 2, count: 3 });
});
