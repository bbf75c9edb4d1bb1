import { CommanderError, type Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { exitCodeOf, exitCodes } from '../../src/cli/exitCodes.js';
import { errorText, wantsTrace } from '../../src/cli/printError.js';
import { createProgram } from '../../src/cli/program.js';
import { readingData, RetrievalError } from '../../src/errors.js';

/** The program, telling what it prints. */
function listening(): { program: Command; printed: () => string } {
  let text = '';
  const program = createProgram();
  const listen = (command: Command): void => {
    const write = (more: string): void => void (text += more);
    command.configureOutput({ writeOut: write, writeErr: write });
    command.commands.forEach(listen);
  };
  listen(program);
  return { program, printed: () => text };
}

/** The program with commands that only read their options. */
function idle(): Command {
  const { program } = listening();
  const rest = (command: Command): void => {
    if (command.commands.length === 0) command.action(() => undefined);
    command.commands.forEach(rest);
  };
  rest(program);
  return program;
}

/** The words of every call of `asym` in lines that begin with `$` and may go on after a backslash. */
function callsIn(text: string): string[][] {
  const lines = text.replaceAll('\\\n', ' ').trimEnd().split('\n');
  return lines.map((line) => {
    const [prompt, program, ...words] = line.match(/'[^']*'|[^\s']+/g) ?? [];
    expect([prompt, program]).toEqual(['$', 'asym']);
    return words.map((word) => word.replace(/^'(.*)'$/, '$1'));
  });
}

/** Names of the commands that do something, as they are called. */
function namesOf(command: Command, before: string[] = []): string[][] {
  const names = command.parent ? [...before, command.name()] : before;
  return [names, ...command.commands.flatMap((inner) => namesOf(inner, names))];
}

describe('help', () => {
  const all = namesOf(createProgram());

  test('is there for every command that was promised', () => {
    const names = all.map(([name]) => name);
    const promised = [
      'train',
      'extract',
      'search',
      'evaluate',
      'export',
      'data',
      'doctor',
      'start',
      'experiments',
    ];
    const others = ['tune', 'architecture', 'figures', 'bench', 'gpu-check'];
    expect(names).toEqual(expect.arrayContaining([...promised, ...others]));
  });

  test.each(all.map((names) => [names.join(' ') || 'asym', names] as const))(
    'of %s names the exit codes and ends with an example',
    async (_, names) => {
      const { program, printed } = listening();
      const shown = program.parseAsync([...names, '--help'], { from: 'user' });
      await expect(shown).rejects.toMatchObject({ exitCode: 0 });
      const call = ['asym', ...names].join(' ');
      expect(printed()).toContain('130 interrupted');
      const examples = callsIn(printed().split(/\nExamples?:\n/)[1] ?? '');
      expect(examples.length).toBeGreaterThan(0);
      for (const example of examples) {
        expect(['asym', ...example].join(' ')).toContain(call);
        await expect(idle().parseAsync(example, { from: 'user' })).resolves.toBeDefined();
      }
    },
  );
});

describe('wrong usage', () => {
  test.each([
    [['trian'], 'Did you mean train?'],
    [['train', '--eopchs', '3'], 'Did you mean --epochs?'],
    [['train', '--epochs', 'many'], 'whole number'],
    [['search', '--model', 'm'], '--queries'],
    [['data', 'chek'], 'Did you mean check?'],
  ])('%j is refused with exit code 2', async (words, hint) => {
    const { program, printed } = listening();
    const error: unknown = await program.parseAsync(words, { from: 'user' }).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(CommanderError);
    expect(exitCodeOf(error)).toBe(exitCodes.usage);
    expect(printed()).toContain(hint);
  });
});

test('the exit code tells what kind of error it was', async () => {
  const file = Object.assign(new Error('ENOENT: no such file'), { code: 'ENOENT' });
  expect(exitCodeOf(new RetrievalError({ what: 'a' }))).toBe(1);
  expect(exitCodeOf(new RetrievalError({ what: 'a', kind: 'usage' }))).toBe(2);
  expect(exitCodeOf(new RetrievalError({ what: 'a', kind: 'data' }))).toBe(3);
  expect(exitCodeOf(file)).toBe(3);
  expect(exitCodeOf('a text')).toBe(1);
  expect(exitCodeOf(new CommanderError(0, 'commander.helpDisplayed', ''))).toBe(0);
  const reading = (kind?: 'usage') =>
    readingData(() => Promise.reject(new RetrievalError({ what: 'a', kind }))).catch(exitCodeOf);
  expect(await reading()).toBe(3);
  expect(await reading('usage')).toBe(2);
});

describe('an error', () => {
  const error = new RetrievalError({ what: 'Broken', fix: 'mend it', cause: new Error('deeper') });

  test('is told without the place in the code, unless that is asked for', () => {
    expect(errorText(error, false)).toBe('Broken\n  fix: mend it');
    expect(errorText(new TypeError('x is not a function'), false)).toBe(
      'x is not a function\n  fix: if this says too little, run it again with --trace',
    );
    const traced = errorText(error, true);
    expect(traced).toMatch(/Broken[\s\S]*\n {4}at .*\ncaused by: Error: deeper\n {4}at /);
  });

  test('is traced by an option or by the environment', () => {
    expect(wantsTrace(['train'], {})).toBe(false);
    expect(wantsTrace(['train', '--trace'], {})).toBe(true);
    expect(wantsTrace(['train'], { ASYMMETRIC_TRACE: '1' })).toBe(true);
  });
});
