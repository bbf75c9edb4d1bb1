import type { Dataset } from '../../datasets/types.js';
import type { Run } from '../../experiments/runOptions.js';
import { thumbnails } from '../../report/plots/thumbnails.js';
import type { GridExample } from '../../report/plots/retrievalGrid.js';

const thumbnailSize = 64;

/**
 * Queries with the first results of both models, as pictures for `retrievalGrid`: those where the query model loses or
 * gains most against the gallery model come first.
 */
export async function gridExamples(dataset: Dataset, { manifest }: Run, count = 4): Promise<GridExample[]> {
  const rowOf = new Map(dataset.records.map((record, row) => [record.id, row]));
  const label = (id: string): string => dataset.records[rowOf.get(id)!]!.label;
  const hits = (query: string, ids: string[]): number =>
    ids.filter((id) => label(id) === label(query)).length;
  const flips = ({ query, galleryModel, queryModel }: (typeof manifest.examples)[number]): number =>
    Math.abs(hits(query, galleryModel) - hits(query, queryModel));
  const chosen = [...manifest.examples].sort((a, b) => flips(b) - flips(a)).slice(0, count);

  const ids = [
    ...new Set(chosen.flatMap((example) => [example.query, ...example.galleryModel, ...example.queryModel])),
  ];
  const pixels = await dataset.pixels(
    ids.map((id) => rowOf.get(id)!),
    { size: thumbnailSize, keep: false },
  );
  const pictures = await thumbnails(pixels, thumbnailSize);
  const image = new Map(ids.map((id, n) => [id, pictures[n]!]));
  return chosen.map(({ query, galleryModel, queryModel }) => {
    const picture = (id: string) => ({
      id,
      image: image.get(id)!,
      relevance: label(id) === label(query) ? ('positive' as const) : ('negative' as const),
    });
    return {
      label: label(query),
      query: { id: query, image: image.get(query)! },
      galleryModel: galleryModel.map(picture),
      queryModel: queryModel.map(picture),
    };
  });
}
