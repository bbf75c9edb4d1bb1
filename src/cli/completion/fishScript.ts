import type { CommandWords, OptionWords } from './commandWords.js';

/** The script for fish: a line for each command and each option, with its description. */
export function fishScript(commands: readonly CommandWords[]): string {
  const lines = commands.flatMap((command) => {
    const when = quoted(['__asym_at', ...command.path].join(' '));
    const ofNames = command.commands.map((name) => {
      const path = [...command.path, name].join(' ');
      const inner = commands.find((other) => other.path.join(' ') === path)!;
      return `complete -c asym -f -n ${when} -a ${quoted(name)} -d ${quoted(firstWords(inner.description))}`;
    });
    const ofWords =
      command.words.length > 0
        ? [`complete -c asym -f -n ${when} -a ${quoted(command.words.join(' '))}`]
        : [];
    return [...ofNames, ...ofWords, ...command.options.map((option) => optionLine(option, when))];
  });
  return [...atFunction(commands), ...lines].join('\n');
}

/** Whether the words so far name this command and none below it. */
function atFunction(commands: readonly CommandWords[]): string[] {
  const below = commands.filter(({ path }) => path.length > 0).map(({ path }) => quoted(path.join(' ')));
  return [
    'function __asym_at',
    '    set -l command',
    '    for word in (commandline -opc)[2..]',
    '        switch (string trim -- "$command $word")',
    `            case ${below.join(' ')}`,
    '                set -a command $word',
    '        end',
    '    end',
    '    test "$command" = "$argv"',
    'end',
  ];
}

function optionLine({ flag, description, takesValue, values }: OptionWords, when: string): string {
  const value = values.length > 0 ? ` -x -a ${quoted(values.join(' '))}` : takesValue ? ' -r' : '';
  return `complete -c asym -n ${when} -l ${flag.slice(2)}${value} -d ${quoted(firstWords(description))}`;
}

/** A description may be long; lists show its start. */
const firstWords = (text: string): string => text.split(/[;:(]/)[0]!.trim();

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
