import type { Dataset } from '../../datasets/types.js';
import type { Run } from '../../experiments/runOptions.js';
import { thumbnails } from '../../report/plots/thumbnails.js';
import type { GridExample } from '../../report/plots/retrievalGrid.js';
import { chooseExamples, describeChoice, type ExampleChoice } from './chooseExamples.js';

const thumbnailSize = 96;

/**
 * Queries with the first results of both models, as pictures for `retrievalGrid`, which says how they were chosen.
 * @param dataset the run's
 * @param count at most so many, default 3
 * @example
 * const sample = await gridExamples(dataset, run, 3, { seed: 1 });
 * const failure = await gridExamples(dataset, run, 1, { choose: 'failures' });
 */
export async function gridExamples(
  dataset: Dataset,
  { manifest }: Run,
  count = 3,
  choice: ExampleChoice = {},
): Promise<GridExample[]> {
  const rowOf = new Map(dataset.records.map((record, row) => [record.id, row]));
  const label = (id: string): string => dataset.records[rowOf.get(id)!]!.label;
  const chosen = chooseExamples(manifest.examples, label, count, choice);

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
      chosen: describeChoice(choice),
    };
  });
}
