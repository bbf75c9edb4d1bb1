import type { Dataset } from '../../datasets/types.js';
import type { GridPicture } from '../../report/plots/retrievalGrid.js';
import { thumbnails } from '../../report/plots/thumbnails.js';

const thumbnailSize = 96;

/** Pictures of a data set for `retrievalGrid`, by their ids. */
export interface GridPictures {
  label: (id: string) => string;
  image: (id: string) => string;
  /** A result of a query: right where both have one label. */
  result: (id: string, query: string) => GridPicture;
}

/** Prepares the pictures of these ids, each once. */
export async function gridPictures(dataset: Dataset, ids: readonly string[]): Promise<GridPictures> {
  const label = labelsById(dataset);
  const images = await thumbnailsById(dataset, ids, thumbnailSize);
  const image = (id: string): string => images.get(id)!;
  return {
    label,
    image,
    result: (id, query) => ({
      id,
      image: image(id),
      relevance: label(id) === label(query) ? 'positive' : 'negative',
    }),
  };
}

/** Small square pictures as addresses of data, by their ids. */
export async function thumbnailsById(
  dataset: Dataset,
  ids: readonly string[],
  size: number,
): Promise<Map<string, string>> {
  const rowOf = rowsById(dataset);
  const wanted = [...new Set(ids)];
  const pixels = await dataset.pixels(
    wanted.map((id) => rowOf.get(id)!),
    { size, keep: false },
  );
  const pictures = await thumbnails(pixels, size);
  return new Map(wanted.map((id, n) => [id, pictures[n]!]));
}

const rowsById = (dataset: Dataset): Map<string, number> =>
  new Map(dataset.records.map((record, row) => [record.id, row]));

/** Tells the label of a picture, which says what is right. */
export function labelsById(dataset: Dataset): (id: string) => string {
  const rows = rowsById(dataset);
  return (id) => dataset.records[rows.get(id)!]!.label;
}
