import { entriesOf } from '../lookup/entries.js';
import { sorts, type Sort } from '../lookup/sorts.js';
import { printJson } from '../output.js';

/** Prints what there is, of one sort or of all. */
export function run(sort: Sort | undefined, { json }: { json: boolean }): void {
  const asked = sort === undefined ? sorts : [sort];
  const lists = asked.map((each) => ({
    each,
    entries: entriesOf[each]().map(({ name, what, source, use }) => ({ name, what, source, use })),
  }));
  if (json) return printJson(Object.fromEntries(lists.map(({ each, entries }) => [each, entries])));
  for (const { each, entries } of lists) {
    if (sort === undefined) console.log(`${each}:`);
    const indent = sort === undefined ? '  ' : '';
    const width = Math.max(...entries.map(({ name }) => name.length));
    for (const { name, what, source, use } of entries) {
      console.log(`${indent}${name.padEnd(width)}  ${what}. ${sentence(use)}. [${source}]`);
    }
  }
  if (
    sort === undefined ||
    ['losses', 'methods', 'rankers', 'indexes', 'query-models', 'gallery-models'].includes(sort)
  ) {
    console.log('Options of one: asym describe NAME');
  }
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
