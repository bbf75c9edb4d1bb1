import type { Command } from 'commander';

/**
 * The words of a call of the program, as a process of its own would be given them: the options that were given, without some.
 * @param without names of options, as the action is given them
 */
export function callWords(command: Command, without: readonly string[]): string[] {
  const names: string[] = [];
  const outer: string[] = [];
  for (let each: Command | null = command; each; each = each.parent) {
    if (each === command || each.parent) names.unshift(each.name());
    if (each !== command) outer.unshift(...givenOptions(each, without));
  }
  return [...outer, ...names, ...command.args, ...givenOptions(command, without)];
}

function givenOptions(command: Command, without: readonly string[]): string[] {
  return command.options.flatMap((option) => {
    const name = option.attributeName();
    if (without.includes(name) || command.getOptionValueSource(name) !== 'cli') return [];
    const value: unknown = command.getOptionValue(name);
    const flag = option.long ?? option.short!;
    if (typeof value === 'boolean') return [flag];
    // Numbers with commas between are one value, texts are an option that was given several times.
    const isList = Array.isArray(value) && value.some((part) => typeof part !== 'number');
    return (isList ? (value as unknown[]) : [value]).flatMap((one) => [flag, String(one)]);
  });
}
