import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { onEngine } from './engineErrors.js';
import { engineOf } from './engines.js';
import { readRecord, recordFile, type IndexRecord } from './indexRecord.js';

/** The number of a generation by its folder; 0 where there is none. */
export const numberOf = (generation = 'generation-0'): number => Number(generation.split('-').at(-1));

/** Removes all generations but some. */
export async function removeOthers(folder: string, kept: readonly (string | undefined)[]): Promise<void> {
  for (const { generation } of await generations(folder)) {
    if (kept.includes(generation)) continue;
    await discard(generation, await readRecord(generation).catch(() => undefined));
  }
}

/** Removes a generation, also what it has on a server. */
export async function discard(generation: string, record: IndexRecord | undefined): Promise<void> {
  if (record) {
    await onEngine('Removing an index', generation, () =>
      engineOf(record.engine).discard?.(record, record.engine),
    );
  }
  // Without its record nobody takes the rest for an index.
  await rm(join(generation, recordFile), { force: true });
  await rm(generation, { recursive: true, force: true });
}

/** The generations in an index's folder, whole or not. */
export async function generations(folder: string): Promise<{ generation: string; number: number }[]> {
  if (!existsSync(folder)) return [];
  return (await readdir(folder)).flatMap((name) => {
    if (!/^generation-\d+$/.test(name)) return [];
    return [{ generation: join(folder, name), number: numberOf(name) }];
  });
}
