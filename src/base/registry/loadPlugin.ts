import { existsSync, realpathSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { importedSources } from '../files/importedSources.js';
import { RetrievalError, type ErrorDetails } from '../../errors.js';
import { whileLoading, type LoadingPlugin } from './loadingPlugin.js';

const loaded = new Map<string, LoadingPlugin>();

/**
 * Loads a JavaScript file that registers losses, query models or data sets; once, however often it is asked for. Runs that
 * use what it registers depend on the file and on what it imports by relative paths.
 *
 * @returns what it registered, such as `loss orderHinge`
 * @throws RetrievalError (usage) for a file that cannot be loaded or registers nothing.
 */
export async function loadPlugin(path: string): Promise<string[]> {
  if (!existsSync(path)) throw notLoaded(path, { found: 'no such file', fix: 'correct the path' });
  const file = realpathSync(path);
  const plugin = loaded.get(file) ?? { file, text: textOf(file), registered: [] };
  if (!loaded.has(file)) await whileLoading(plugin, () => importFile(file));
  loaded.set(file, plugin);
  if (plugin.registered.length > 0) return plugin.registered;
  throw notLoaded(path, {
    what: 'The plugin registers nothing',
    expected: 'a call of registerLoss, registerQueryModel or registerDataset when it is loaded',
    found: 'none that reached this copy of the library',
    fix: "import these functions from 'asymmetric-retrieval', found from the plugin's folder as the installed library",
  });
}

function textOf(file: string): string {
  const sources = [...importedSources([file])];
  return sources.map(([name, text]) => `${relative(dirname(file), name)}\n${text}`).join('\n');
}

async function importFile(file: string): Promise<void> {
  try {
    await import(pathToFileURL(file).href);
  } catch (cause) {
    if (cause instanceof RetrievalError) throw cause;
    throw notLoaded(file, {
      found: cause instanceof Error ? cause.message : String(cause),
      fix: 'correct the file; it is plain JavaScript, and what it imports is looked for from its folder',
      cause,
    });
  }
}

function notLoaded(where: string, details: Partial<ErrorDetails>): RetrievalError {
  return new RetrievalError({
    what: 'The plugin can not be loaded',
    where,
    expected: 'a JavaScript module that registers losses, query models or data sets',
    kind: 'usage',
    ...details,
  });
}
