import { existsSync } from 'node:fs';
import { readdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { RetrievalError } from '../../errors.js';
import { makeFolder } from './makeFolder.js';
import { owningFile } from './owning.js';
import { flushFolder, isLeftover, writeWholeFolder } from './wholeFolder.js';

/** Files by name, also below the folder; what has no content is not there any more. */
export type FilesTogether = ReadonlyMap<string, string | Uint8Array | undefined>;

const planFile = 'plan.json';
const journalOf = (folder: string, group: string): string => join(resolve(folder), `.${group}.replacing`);

/**
 * Replaces files that belong together: all of them or none, whenever the process or the machine stops. They are written to
 * a folder beside their places first, which is there whole or not at all; from then on the new ones count, and whoever
 * calls `finishReplacing` before reading finds them.
 *
 * @param group a name for these files within the folder.
 * @throws the error of the file system; the old files stay then, or the new ones count.
 */
export async function replaceTogether(folder: string, group: string, files: FilesTogether): Promise<void> {
  const journal = journalOf(folder, group);
  await makeFolder(folder);
  const names = [...files.keys()];
  const contents = [...files].flatMap(([, content], n) =>
    content === undefined ? [] : [[String(n), content] as const],
  );
  const plan = names.map((name) => ({ name, isThere: files.get(name) !== undefined }));
  const work = async (): Promise<void> => {
    await finish(journal);
    await removeLeft(journal);
    await writeWholeFolder(journal, new Map([...contents, [planFile, JSON.stringify(plan)]]));
    await finish(journal);
  };
  await owningFile(journal, work, { wait: true });
}

/** Whether a replacement was begun and not ended, so that its new files count. */
export function isReplacing(folder: string, group: string): boolean {
  return existsSync(journalOf(folder, group));
}

/**
 * Brings the new files of a replacement to their places that was stopped on the way; waits for one that is going on.
 * @throws RetrievalError when they can't be moved.
 */
export async function finishReplacing(folder: string, group: string): Promise<void> {
  const journal = journalOf(folder, group);
  if (existsSync(journal)) await owningFile(journal, () => finish(journal), { wait: true });
}

/** May be done again from wherever it was stopped; the plan goes when all is done. */
async function finish(journal: string): Promise<void> {
  if (!existsSync(journal)) return;
  const folder = dirname(journal);
  for (const [n, { name, isThere }] of (await readPlan(journal)).entries()) {
    const [place, waiting] = [join(folder, name), join(journal, String(n))];
    if (!isThere) await rm(place, { force: true });
    if (!isThere || !existsSync(waiting)) continue;
    await makeFolder(dirname(place));
    await rename(waiting, place);
  }
  await flushFolder(folder);
  await rm(join(journal, planFile), { force: true });
  await rm(journal, { recursive: true, force: true });
}

async function readPlan(journal: string): Promise<{ name: string; isThere: boolean }[]> {
  const file = join(journal, planFile);
  if (!existsSync(file)) return [];
  const text = await readFile(file, 'utf8');
  try {
    return JSON.parse(text) as { name: string; isThere: boolean }[];
  } catch (cause) {
    throw new RetrievalError({
      what: 'What is left of an interrupted save is damaged',
      where: journal,
      found: text.slice(0, 60),
      fix: 'remove that folder and save again',
      kind: 'data',
      cause,
    });
  }
}

async function removeLeft(journal: string): Promise<void> {
  const folder = dirname(journal);
  for (const name of await readdir(folder)) {
    if (isLeftover(name) && name.endsWith(basename(journal)))
      await rm(join(folder, name), { recursive: true });
  }
}
