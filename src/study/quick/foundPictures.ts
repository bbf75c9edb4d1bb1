import type { Dataset } from '../../datasets/types.js';
import type { Run } from '../../experiments/runOptions.js';
import type { FoundRows } from '../../report/page/foundRows.js';
import { thumbnails } from '../../report/plots/thumbnails.js';
import { chooseExamples, describeChoice } from '../figures/chooseExamples.js';
import { methodLabel } from '../methods/looks.js';

const side = 72;

/**
 * First results of the gallery model and of each run's query model, for a few of the stored example queries: some drawn by
 * seed, and the one that the last run serves worst against the gallery model.
 *
 * @param runs of the same split, so that their examples are of the same queries
 */
export async function foundPictures(
  dataset: Dataset,
  runs: readonly Run[],
  { drawn = 3, top = 6 } = {},
): Promise<FoundRows[]> {
  const rowOf = new Map(dataset.records.map((record, row) => [record.id, row]));
  const labelOf = (id: string): string => dataset.records[rowOf.get(id)!]!.label;
  const queries = chosenQueries(runs, labelOf, drawn);
  const ids = new Set<string>();
  const shown = queries.map(({ query, why }) => {
    const examples = runs.map((run) => run.manifest.examples.find((one) => one.query === query)!);
    const rows = [
      { model: 'Gallery model', found: examples[0]!.galleryModel.slice(0, top) },
      ...runs.map(({ record }, n) => ({
        model: methodLabel(record.loss),
        found: examples[n]!.queryModel.slice(0, top),
      })),
    ];
    [query, ...rows.flatMap(({ found }) => found)].forEach((id) => ids.add(id));
    return { query, why, rows };
  });
  const image = await images(dataset, [...ids], rowOf);
  return shown.map(({ query, why, rows }) => ({
    why,
    label: labelOf(query),
    image: image.get(query)!,
    rows: rows.map(({ model, found }) => ({
      model,
      pictures: found.map((id) => ({
        label: labelOf(id),
        image: image.get(id)!,
        isRight: labelOf(id) === labelOf(query),
      })),
    })),
  }));
}

/** Queries that are among the examples of every run. */
export function chosenQueries(
  runs: readonly Run[],
  labelOf: (id: string) => string,
  drawn: number,
): { query: string; why: string }[] {
  const stored = runs.map(({ manifest }) => manifest.examples);
  const common = (stored.at(-1) ?? []).filter(({ query }) =>
    stored.every((examples) => examples.some((one) => one.query === query)),
  );
  const sample = chooseExamples(common, labelOf, drawn);
  const others = common.filter((example) => !sample.includes(example));
  const failures = chooseExamples(others, labelOf, 1, { choose: 'failures' });
  const last = runs.length > 0 ? methodLabel(runs.at(-1)!.record.loss) : undefined;
  return [
    ...sample.map(({ query }) => ({ query, why: describeChoice({}) })),
    ...failures.map(({ query }) => ({ query, why: describeChoice({ choose: 'failures' }, last) })),
  ];
}

async function images(
  dataset: Dataset,
  ids: readonly string[],
  rowOf: ReadonlyMap<string, number>,
): Promise<Map<string, string>> {
  const rows = ids.map((id) => rowOf.get(id)!);
  const pictures = await thumbnails(await dataset.pixels(rows, { size: side, keep: false }), side);
  return new Map(ids.map((id, n) => [id, pictures[n]!]));
}
