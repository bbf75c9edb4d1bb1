import { existsSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { importedSources } from '../base/files/importedSources.js';
import { libraryFolder } from '../base/files/libraryFolder.js';
import { shortHash } from './hashes.js';

/** Modules that decide no number, whatever is in them. */
const excluded = new Set([
  // The list of all losses: a run depends on those that it uses.
  'losses/builtInLosses',
  // Texts of errors.
  'errors',
  'training/changedFields',
  'training/divergence',
  'base/config/suggest',
  'base/config/unknownName',
  'base/describeValue',
  // Who may write where, and what is said when that fails.
  'base/files/fileSystemError',
  'base/files/lockFile',
  'base/files/lockHolder',
  'base/files/owning',
  'base/files/temporaryFolder',
  // What was decided before, as it is kept.
  'base/files/checkedJson',
  'experiments/runCache',
  'experiments/deviceOfRun',
  // What is told about a run beside its numbers.
  'experiments/runManifest',
  'extraction/extractionProgress',
]);

export interface CodeHashOptions {
  /** Module that does the work, from the library's folder; default that of a run. */
  entry?: string;
  /** Folder of the library's modules, TypeScript or compiled; default the one that runs. */
  library?: string;
}

/**
 * Hash of the code that decides the numbers of a run: what the experiment imports, directly or not, and the losses that it
 * uses. Another loss may be added or changed without it.
 *
 * @param losses kinds of loss, each in the file of its name
 */
export function codeHash(
  losses: readonly string[],
  { entry = 'experiments/runExperiment', library = libraryFolder }: CodeHashOptions = {},
): string {
  const nameOf = (file: string): string => relative(library, file).split(sep).join('/');
  const fileOf = (module: string): string => {
    const compiled = join(library, `${module}.js`);
    return existsSync(compiled) ? compiled : join(library, `${module}.ts`);
  };
  const entries = [entry, ...losses.map((kind) => `losses/${kind}`)].map(fileOf);
  const sources = importedSources(entries, (file) => excluded.has(nameOf(file).replace(/\.[jt]s$/, '')));
  return shortHash(
    [...sources]
      .map(([file, text]) => `${nameOf(file)}\n${text}`)
      .sort()
      .join('\n'),
  );
}
