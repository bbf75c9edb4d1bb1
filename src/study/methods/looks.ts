import { methodLooks, spareLooks } from './methodLooks.js';
import type { Look } from '../../report/plots/look.js';

/** Ids of the methods that have a fixed style. */
export const styledMethods: readonly string[] = Object.keys(methodLooks);

/**
 * The style of each method: fixed for the known ids; others are labelled by their id and take a spare colour by their
 * order among the unknown ones.
 */
export function methodStyles(ids: readonly string[]): Map<string, Look> {
  const unique = [...new Set(ids)];
  const unknown = unique.filter((id) => !(id in methodLooks));
  return new Map(
    unique.map((id) => [
      id,
      methodLooks[id] ?? { label: id, ...spareLooks[unknown.indexOf(id) % spareLooks.length]! },
    ]),
  );
}

/** The name of a method for readers. */
export function methodLabel(id: string): string {
  return methodLooks[id]?.label ?? id;
}

/** Methods in the order in which legends list them: the known ones first, from strict to free, the others as they come. */
export function inLegendOrder(ids: readonly string[]): string[] {
  const unique = new Set(ids);
  return [
    ...styledMethods.filter((id) => unique.has(id)),
    ...[...unique].filter((id) => !(id in methodLooks)),
  ];
}
