import { readFileSync } from 'node:fs';
import { CommanderError, type Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { packagePath } from '../../src/base/files/packagePath.js';
import { exitCodeOf, exitCodes } from '../../src/cli/exitCodes.js';
import { createProgram } from '../../src/cli/program.js';

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

test('the version is that of the package', async () => {
  const { program, printed } = listening();
  await expect(program.parseAsync(['--version'], { from: 'user' })).rejects.toMatchObject({ exitCode: 0 });
  const { version } = JSON.parse(readFileSync(packagePath('package.json'), 'utf8')) as { version: string };
  expect(printed()).toBe(`${version}\n`);
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
