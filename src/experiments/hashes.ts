import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../base/files/repositoryRoot.js';

export const shortHash = (text: string): string =>
  createHash('sha256').update(text).digest('hex').slice(0, 16);

/** Hash of a configuration; the order of its keys does not matter. */
export function configHash(config: unknown): string {
  return shortHash(
    JSON.stringify(config, (_, value: unknown) => (isPlainObject(value) ? sortedKeys(value) : value)),
  );
}

/** Hash of the lock file, which pins every dependency. */
export function lockHash(): string {
  return shortHash(readFileSync(join(repositoryRoot(), 'package-lock.json'), 'utf8'));
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sortedKeys(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
