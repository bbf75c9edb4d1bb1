import { CommanderError, InvalidArgumentError, type Argument, type Command, type Option } from 'commander';
import { suggest } from '../base/config/suggest.js';

/** Makes a command answer wrong values, and options that are misspelt, with the nearest right word. */
export function addSuggestions(command: Command): void {
  [...command.options, ...command.registeredArguments].forEach(suggestValue);
  command
    .configureOutput({ outputError: (text, write) => write(misspelt(command, text) ?? text) })
    .exitOverride(({ exitCode, code, message }) => {
      throw new CommanderError(exitCode, code, misspelt(command, message)?.trimEnd() ?? message);
    });
}

function suggestValue(place: Option | Argument): void {
  const { argChoices, parseArg } = place;
  if (!argChoices || !parseArg) return;
  place.parseArg = (value: string, previous: unknown) => {
    if (!argChoices.includes(value)) {
      const meant = suggest(value, argChoices);
      throw new InvalidArgumentError(
        `Allowed choices are ${argChoices.join(', ')}.${meant === undefined ? '' : `\n(Did you mean ${meant}?)`}`,
      );
    }
    return parseArg.call(place, value, previous as never) as never;
  };
}

/** An option that is said to be missing may be there in another spelling. */
function misspelt(command: Command, text: string): string | undefined {
  if (!text.includes('required option')) return undefined;
  const unknown = command.args.find((word) => word.startsWith('--'))?.split('=')[0];
  const meant =
    unknown &&
    suggest(
      unknown,
      command.options.flatMap(({ long }) => long ?? []),
    );
  return meant ? `error: unknown option '${unknown}'\n(Did you mean ${meant}?)\n` : undefined;
}
