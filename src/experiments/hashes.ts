import { isRecord } from '../base/config/jsonObject.js';
import { createHash } from 'node:crypto';

/** First 16 digits of the SHA-256 of a text. */
export const shortHash = (text: string): string =>
  createHash('sha256').update(text).digest('hex').slice(0, 16);

/** Hash of a configuration; the order of its keys does not matter. */
export function configHash(config: unknown): string {
  return shortHash(
    JSON.stringify(config, (_, value: unknown) => (isRecord(value) ? sortedKeys(value) : value)),
  );
}

function sortedKeys(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
