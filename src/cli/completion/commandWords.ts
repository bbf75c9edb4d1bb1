import type { Command, Option } from 'commander';

/** An option as a shell completes it. */
export interface OptionWords {
  /** Such as `--json`. */
  flag: string;
  description: string;
  takesValue: boolean;
  /** What its value is one of; empty where it is free, such as a path. */
  values: readonly string[];
}

/** What may follow one command. */
export interface CommandWords {
  /** Such as `['data', 'get']`; empty for the program. */
  path: string[];
  description: string;
  /** Names of the commands below it. */
  commands: string[];
  /** What its first argument is one of; empty where it is free. */
  words: readonly string[];
  options: OptionWords[];
}

/** Values that options and arguments do not list themselves, by `--flag` or by the path of a command. */
export type FurtherWords = Readonly<Record<string, readonly string[]>>;

/** Every command of a program, its own options and those of the program. */
export function commandWords(program: Command, further: FurtherWords): CommandWords[] {
  const ofAll = [...program.options.map((option) => optionWords(option, further)), helpOption];
  return all(program).map(({ command, path }) => ({
    path,
    description: command.description(),
    commands: command.commands.map((inner) => inner.name()),
    words: command.registeredArguments[0]?.argChoices ?? further[path.join(' ')] ?? [],
    options: [
      ...(command === program ? [] : command.options.map((option) => optionWords(option, further))),
      ...ofAll,
    ],
  }));
}

const helpOption: OptionWords = { flag: '--help', description: 'show help', takesValue: false, values: [] };

function optionWords(option: Option, further: FurtherWords): OptionWords {
  const flag = option.long!;
  return {
    flag,
    description: option.description,
    takesValue: option.required || option.optional,
    values: option.argChoices ?? further[flag] ?? [],
  };
}

function all(command: Command, path: string[] = []): { command: Command; path: string[] }[] {
  return [{ command, path }, ...command.commands.flatMap((inner) => all(inner, [...path, inner.name()]))];
}
