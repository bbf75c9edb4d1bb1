import type { Attribution } from './types.js';

/** Whom to name for pictures, in one line. */
export function creditLine(attributions: readonly Attribution[]): string {
  return attributions.map(({ name, author, licence }) => `${name} by ${author} (${licence})`).join('; ');
}
