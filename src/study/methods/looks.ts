import type { Look } from '../../report/plots/look.js';
import { families } from './families.js';
import { rankerSystems } from '../rankers/systems.js';
import { references, type Reference } from './references.js';

/** Looks for ids that have none of their own. */
const spareLooks: readonly Omit<Look, 'label'>[] = [
  { color: '#1B9E9E', symbol: 'hourglass' },
  { color: '#E7298A', symbol: 'bowtie' },
  { color: '#A6761D', symbol: 'x' },
  { color: '#4B3FA6', symbol: 'star-triangle-up' },
  { color: '#B8A800', symbol: 'hexagon' },
  { color: '#8C2D04', symbol: 'octagon' },
];

const besides: [string, Reference][] = Object.entries({ ...references, ...rankerSystems });

/** Every look by its id, in the order in which legends list them: family by family, from strict to free. */
const looks: ReadonlyMap<string, Look> = new Map([
  ...families.flatMap(({ id, methods }): [string, Look][] => [
    ...Object.entries(methods),
    ...besides.filter(([, { family }]) => family === id),
  ]),
  ...besides.filter(([, { family }]) => family === undefined),
]);

/**
 * The look of each method: fixed for those with a record; others are labelled by their id and take a spare colour by their
 * order among the unknown ones.
 */
export function methodLooks(ids: readonly string[]): Map<string, Look> {
  const unique = [...new Set(ids)];
  const unknown = unique.filter((id) => !looks.has(id));
  return new Map(
    unique.map((id) => [
      id,
      looks.get(id) ?? { label: id, ...spareLooks[unknown.indexOf(id) % spareLooks.length]! },
    ]),
  );
}

/** Whether an id is one that every reader knows the look of. */
export const isKnown = (id: string): boolean => looks.has(id);

/** The name of a method for readers. */
export function methodLabel(id: string): string {
  return looks.get(id)?.label ?? id;
}

/** The name of a method, or of a step `+ what`, as the subject of a title: it begins with a capital and stays on one line. */
export function nameInTitle(id: string): string {
  const name = methodLabel(id).replace(/^\+ /, 'Adding ');
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`.replaceAll(' ', '\u00a0');
}

/** The same further on in a sentence, where a plain first word has no capital. */
export function nameWithin(id: string): string {
  return nameInTitle(id).replace(/^[A-Z][a-z]+(?=\u00a0|$)/, (word) => word.toLowerCase());
}

/** Methods in the order in which legends list them: the known ones first, from strict to free, the others as they come. */
export function inLegendOrder(ids: readonly string[]): string[] {
  const unique = new Set(ids);
  return [...[...looks.keys()].filter((id) => unique.has(id)), ...[...unique].filter((id) => !looks.has(id))];
}
