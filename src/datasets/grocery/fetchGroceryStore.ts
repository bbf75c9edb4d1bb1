import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { RetrievalError } from '../../errors.js';
import { grocerySource } from './groceryDescription.js';
import { readGroceryLists } from './groceryLists.js';

const run = promisify(execFile);

export interface FetchGroceryOptions {
  /** Folder that will hold the photos; must not be there yet. */
  target: string;
  /** A copy to take instead of the owner's repository. */
  from?: string;
}

/**
 * Puts the Grocery Store photos in their place: cloned from their owner at the pinned commit, or copied. Half-made
 * copies are removed.
 *
 * @throws RetrievalError when the source can't be reached or lacks photos.
 */
export async function fetchGroceryStore({ target, from }: FetchGroceryOptions): Promise<void> {
  if (existsSync(target)) {
    throw new RetrievalError({
      what: 'There is a folder already',
      where: target,
      expected: 'no folder of this name',
      fix: 'use it, or remove it first',
    });
  }
  const temporary = `${target}.part`;
  await rm(temporary, { recursive: true, force: true });
  await mkdir(dirname(target), { recursive: true });
  try {
    if (from) await copyPhotos(resolve(from), temporary);
    else await clonePhotos(temporary);
    verifyCounts(temporary);
    await rename(temporary, target);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

async function copyPhotos(from: string, to: string): Promise<void> {
  if (!existsSync(join(from, 'dataset', 'classes.csv'))) {
    throw new RetrievalError({
      what: 'The folder does not hold the Grocery Store photos',
      where: from,
      expected: 'a folder with dataset/classes.csv, dataset/train.txt, ... and LICENSE',
      fix: 'name the root of a clone of the data set',
    });
  }
  for (const part of ['LICENSE', 'dataset']) {
    await cp(join(from, part), join(to, part), { recursive: true, dereference: true });
  }
}

/** Fetches the one commit that is pinned. */
async function clonePhotos(to: string): Promise<void> {
  const { repository, commit } = grocerySource;
  const git = (...words: string[]) =>
    run('git', ['-C', to, ...words], { maxBuffer: 2 ** 26, env: quietGit() });
  await mkdir(to, { recursive: true });
  try {
    await git('init', '--quiet');
    await git('fetch', '--quiet', '--depth', '1', repository, commit);
    await git('checkout', '--quiet', 'FETCH_HEAD');
  } catch (cause) {
    const message = (cause as { stderr?: string }).stderr?.trim() ?? String(cause);
    throw new RetrievalError({
      what: 'The photos could not be fetched from their owner',
      where: `${repository} at ${commit}`,
      expected: 'git, and a network that reaches the repository',
      found: message.split('\n').slice(-3).join(' ') || String(cause),
      fix: 'try again with a network, or use `npx asym data get grocery --from FOLDER` with a copy',
      cause,
    });
  }
  await rm(join(to, '.git'), { recursive: true, force: true });
}

/** No question for a password where nobody can answer. */
function quietGit(): NodeJS.ProcessEnv {
  return { ...process.env, GIT_TERMINAL_PROMPT: '0' };
}

function verifyCounts(folder: string): void {
  const { records } = readGroceryLists(folder);
  for (const [origin, count] of Object.entries(grocerySource.counts)) {
    const pictures = records.filter((record) => record.origin === origin);
    const present = pictures.filter((record) => existsSync(record.path!)).length;
    if (pictures.length === count && present === count) continue;
    throw new RetrievalError({
      what: 'The copy of the Grocery Store photos is not complete',
      where: `list "${origin}"`,
      expected: `${count} pictures`,
      found: `${pictures.length} named, ${present} there`,
      fix: 'take a complete copy',
    });
  }
}
