import type { PictureList } from '../../trainedModels/pictureList.js';
import { thumbnails } from './thumbnails.js';

const thumbnailSize = 96;

/** Pictures by their ids; without a picture its id is drawn. */
export type Images = ReadonlyMap<string, { image: string; label?: string }>;

/** The pictures of a search. */
export interface GridImages {
  queries: Images;
  found: Images;
}

/** Reads some pictures of a list, small. */
export async function imagesOf(list: PictureList, wanted: ReadonlySet<string>): Promise<Images> {
  const { ids, labels } = list;
  const rows = ids.flatMap((id, row) => (wanted.has(id) ? [row] : []));
  const images = await thumbnails(
    await list.pixels(rows, { size: thumbnailSize, keep: false }),
    thumbnailSize,
  );
  return new Map(rows.map((row, n) => [ids[row]!, { image: images[n]!, label: labels?.[row] }]));
}

/** A picture's name: the last part of its path, without its ending. */
export function nameOf(id: string): string {
  return fileOf(id).replace(/\.(jpe?g|png|webp)$/i, '');
}

/** The last part of a path. */
export function fileOf(path: string): string {
  return path.split(/[\\/]/).at(-1)!;
}

/** Whether a result has the label of its query; undefined where one of them is not known. */
export function isRight(query: string, result: string, { queries, found }: GridImages): boolean | undefined {
  const [asked, label] = [queries.get(query)?.label, found.get(result)?.label];
  return asked === undefined || label === undefined ? undefined : asked === label;
}
