import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Imports of types are gone when the code runs. */
const typeImport = /^(?:import|export) type (?:\{[^}]*\}|[\w*\s]+?) from ['"][^'"]+['"]/gm;
/** What is imported relatively, however it is imported, stands in quotes. */
const relativePath = /['"](\.\.?\/[^'"\n]+)['"]/g;

/**
 * The sources that run when some files are loaded: the files themselves and what they import relatively, directly or not.
 * Works on TypeScript as on what it is compiled to.
 *
 * @param entries absolute paths
 * @param isExcluded whether a file, and what only it imports, is left out
 * @returns texts by absolute path
 */
export function importedSources(
  entries: readonly string[],
  isExcluded: (file: string) => boolean = () => false,
): Map<string, string> {
  const sources = new Map<string, string>();
  const visit = (file: string): void => {
    if (sources.has(file) || isExcluded(file)) return;
    const text = read(file);
    sources.set(file, text);
    for (const [, target] of text.replace(typeImport, '').matchAll(relativePath)) {
      const imported = sourceOf(join(dirname(file), target!));
      if (imported) visit(imported);
    }
  };
  entries.forEach(visit);
  return sources;
}

/** The file that an import names: under its own name, or as TypeScript; `undefined` for other texts that look like one. */
function sourceOf(path: string): string | undefined {
  return [path, path.replace(/\.([cm]?)js$/, '.$1ts')].find((file) =>
    statSync(file, { throwIfNoEntry: false })?.isFile(),
  );
}

const texts = new Map<string, string>();

/** Read once: the code that runs is the one that was there at the start. */
function read(file: string): string {
  const text = texts.get(file) ?? readFileSync(file, 'utf8');
  texts.set(file, text);
  return text;
}
