import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Source {
  cells: { cell_type: string; source: string | string[] }[];
}

/**
 * Hash of what decides the outputs of a notebook: its cells without their outputs, the state that it reads, its variables.
 * @param text the notebook's file
 * @param stateHash see {@link filesHash}
 */
export function notebookHash(text: string, stateHash: string, env: Readonly<Record<string, string>>): string {
  const { cells } = JSON.parse(text) as Source;
  const sources = cells.map(({ cell_type: kind, source }) => [kind, [source].flat().join('')]);
  const variables = Object.entries(env).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([sources, stateHash, variables]))
    .digest('hex');
}

/** Hash of files by their place below a root and their content; what is not there counts as absent. */
export function filesHash(root: string, paths: readonly string[]): string {
  const hash = createHash('sha256');
  for (const path of [...new Set(paths)].sort()) {
    hash.update(`${path}\0`);
    hash.update(contentOf(join(root, path)) ?? 'absent');
  }
  return hash.digest('hex');
}

/** Paths of the files below a folder that have one of the endings, from that folder; none where there is no folder. */
export function filesBelow(folder: string, endings: readonly string[]): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
    endings.some((ending) => path.endsWith(ending)),
  );
}

function contentOf(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}
