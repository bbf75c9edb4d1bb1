import { readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { repositoryRoot } from '../base/files/repositoryRoot.js';
import { shortHash } from './hashes.js';

/**
 * Folders of the library whose code decides the numbers of a run. Pictures are not among them: a data set's fingerprint
 * changes whenever a picture could.
 */
const numericFolders = new Set([
  'base',
  'compute',
  'experiments',
  'extraction',
  'losses',
  'models',
  'retrieval',
  'training',
  'vectors',
]);

/** The list of all losses is not followed: a run depends on the losses that it uses. */
const registry = 'losses/registry.ts';

/**
 * Hash of the sources that decide the numbers of a run: what the experiment imports, directly or not, and the losses
 * that it uses. Another loss may be added or changed without it.
 *
 * @param losses kinds of loss, each in the file of its name
 * @param source folder of the sources; default that of the library
 */
export function codeHash(losses: readonly string[], source = join(repositoryRoot(), 'src')): string {
  const entries = ['experiments/runExperiment.ts', ...losses.map((kind) => `losses/${kind}.ts`)];
  const files = new Map<string, string>();
  const visit = (file: string): void => {
    if (files.has(file) || file === registry || !numericFolders.has(file.split('/')[0]!)) return;
    const text = read(join(source, file));
    files.set(file, text);
    for (const [, target] of text.matchAll(/'(\.\.?\/[^']+)\.js'/g)) {
      visit(`${posix.join(dirname(file), target!)}.ts`);
    }
  };
  entries.forEach(visit);
  return shortHash(
    [...files]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([file, text]) => `${file}\n${text}`)
      .join('\n'),
  );
}

const texts = new Map<string, string>();

/** Read once: the code that runs is the one that was there at the start. */
function read(file: string): string {
  const text = texts.get(file) ?? readFileSync(file, 'utf8');
  texts.set(file, text);
  return text;
}
