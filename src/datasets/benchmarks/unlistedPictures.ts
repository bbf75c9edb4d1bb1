import { existsSync } from 'node:fs';
import { relative, sep } from 'node:path';
import type { ImageRecord } from '../types.js';
import { walkFiles } from './download/walk.js';
import type { PicturePlace } from './types.js';

/** Picture files of the places that no list names, relative to the benchmark's folder. */
export async function unlistedPictures(
  records: readonly ImageRecord[],
  places: readonly PicturePlace[],
  folder: string,
  signal?: AbortSignal,
): Promise<string[]> {
  const unlisted: string[] = [];
  for (const root of new Set(places.map((place) => place.root))) {
    const here = new Map(places.filter((place) => place.root === root).map((place) => [place.part, place]));
    if (!existsSync(root) || ![...here.values()].every((place) => place.listsEverything)) continue;
    const listed = new Set<string>();
    for (const { id, split } of records) {
      const place = here.get(split ?? '');
      if (place) listed.add(place.fileOf(id));
    }
    const prefix = relative(folder, root).split(sep).join('/');
    for await (const { path } of walkFiles(root)) {
      signal?.throwIfAborted();
      if (!listed.has(path) && isPicture(path)) unlisted.push(prefix === '' ? path : `${prefix}/${path}`);
    }
  }
  return unlisted;
}

/** The pictures of Retrieval-SfM have no extension, as it seems. */
function isPicture(path: string): boolean {
  const name = path.split('/').at(-1)!;
  return /\.(jpe?g|png|webp)$/i.test(name) || /^[0-9a-f]{32}$/.test(name);
}
