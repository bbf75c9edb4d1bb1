import type { Dataset } from '../../datasets/types.js';
import type { Run } from '../../experiments/runOptions.js';
import type { GridExample } from '../../report/plots/retrievalGrid.js';
import { gridPictures, labelsById } from './gridPictures.js';
import { chooseExamples, describeChoice, type ExampleChoice } from './chooseExamples.js';

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
  const chosen = chooseExamples(manifest.examples, labelsById(dataset), count, choice);
  const ids = chosen.flatMap(({ query, galleryModel, queryModel }) => [query, ...galleryModel, ...queryModel]);
  const { label, image, result } = await gridPictures(dataset, ids);
  return chosen.map(({ query, galleryModel, queryModel }) => {
    return {
      label: label(query),
      query: { id: query, image: image(query) },
      galleryModel: galleryModel.map((id) => result(id, query)),
      queryModel: queryModel.map((id) => result(id, query)),
      chosen: describeChoice(choice),
    };
  });
}
