import { Help } from 'commander';
import { describeFields, type FieldText } from '../../base/config/describeFields.js';
import { printJson } from '../output.js';
import { findByName, type Found } from './find.js';

const widest = 100;

/** Prints everything about what has this name. */
export function run(name: string, { json }: { json: boolean }): void {
  const found = findByName(name);
  if (json) return printJson(found);
  console.log(found.map(textOf).join('\n\n'));
}

function textOf({ name, sort, what, source, use, facts = [], options, example }: Found): string {
  const fields = options
    ? describeFields(options).filter(({ name: key }) => key !== 'kind' && key !== 'name')
    : [];
  return [
    `${name} (${sort})`,
    ...[what, source && `Source: ${source}`, use && `Use: ${use}`, ...facts].flatMap((text) =>
      text ? [indented(text, 2)] : [],
    ),
    ...(fields.length > 0 ? ['\nOptions:', ...fields.map(fieldText)] : []),
    ...(example ? [`\nExample:\n  ${example.startsWith('asym ') ? '$ ' : ''}${example}`] : []),
  ].join('\n');
}

function fieldText({ name, range, default: value, isRequired, meaning, only }: FieldText): string {
  const left = isRequired ? 'required' : value === undefined ? 'may be left out' : `default ${value}`;
  return [
    `  ${name}`,
    indented(`${range}; ${left}${only === undefined ? '' : `; with ${only}`}`, 6),
    ...(meaning === undefined ? [] : [indented(meaning, 6)]),
  ].join('\n');
}

function indented(text: string, columns: number): string {
  const width = Math.min(process.stdout.columns ?? widest, widest) - columns;
  return new Help().boxWrap(text, Math.max(40, width)).replace(/^/gm, ' '.repeat(columns));
}
