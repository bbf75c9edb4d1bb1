import type { Dataset } from '../../datasets/types.js';
import type { RankingExample, RankedListExample } from '../../experiments/runManifest.js';
import type { Run } from '../../experiments/runOptions.js';
import type { Figure } from '../../report/plots/figure.js';
import { retrievalGrid, type GridExample } from '../../report/plots/retrievalGrid.js';
import { randomSource } from '../../base/randomSource.js';
import { gridPictures, labelsById } from '../figures/gridPictures.js';
import { methodLabel } from '../methods/looks.js';

/** Two lists of one picture, by ids. */
interface TwoLists {
  picture: string;
  before: readonly string[];
  after: readonly string[];
  rowNames: readonly [string, string];
  chosen: string;
}

/**
 * A training picture whose list re-ranking mends most, and what two query models find for pictures that they never saw: one
 * that the second gains most on, and one drawn by lot.
 * @param rival learnt from the gallery model's own lists
 * @param ours learnt from the ranker's; its manifest keeps lists to be looked at
 */
export async function mendedLists(dataset: Dataset, rival: Run, ours: Run): Promise<Figure | undefined> {
  const shown = chosenLists(dataset, rival, ours);
  if (!shown) return undefined;
  const ids = shown.flatMap(({ picture, before, after }) => [picture, ...before, ...after]);
  const { label, image, result } = await gridPictures(dataset, ids);
  const examples = shown.map(({ picture, before, after, rowNames, chosen }): GridExample => {
    return {
      label: label(picture),
      query: { id: picture, image: image(picture) },
      galleryModel: before.map((id) => result(id, picture)),
      queryModel: after.map((id) => result(id, picture)),
      rowNames,
      chosen,
    };
  });
  return retrievalGrid(examples, {
    title: finding(shown, label),
    subtitle: `From above: ${shown.map(({ chosen }) => chosen).join('; ')}. Green: same class, red: another. ▲ raised, ▼ lowered in the second row; number: the place in the first`,
  });
}

/** The lists that are shown; nothing where a run kept none. */
export function chosenLists(dataset: Dataset, rival: Run, ours: Run): TwoLists[] | undefined {
  const label = labelsById(dataset);
  const hits = hitsBy(label);
  const lists = ours.manifest.lists?.[0]?.examples ?? [];
  const queries = pairsOf(rival.manifest.examples, ours.manifest.examples);
  if (lists.length === 0 || queries.length === 0) return undefined;
  const mended = best(
    lists,
    (one: RankedListExample) => hits(one.picture, one.ranker) - hits(one.picture, one.galleryModel),
  );
  const gained = best(queries, ({ picture, after, before }) => hits(picture, after) - hits(picture, before));
  const others = queries.filter((query) => query !== gained);
  const drawn = others[randomSource(0, 'shown lists').integer(others.length)];
  const rowNames = [methodLabel(rival.record.loss), "Ours, on the ranker's order"] as const;
  return [
    {
      picture: mended.picture,
      before: mended.galleryModel,
      after: mended.ranker,
      rowNames: ["Gallery model's own list", "The ranker's list"],
      chosen: 'training picture, chosen because re-ranking mends its list most',
    },
    { ...gained, rowNames, chosen: 'query, chosen because learning from such lists gains most there' },
    ...(drawn ? [{ ...drawn, rowNames, chosen: 'query drawn by lot' }] : []),
  ];
}

function pairsOf(rival: readonly RankingExample[], ours: readonly RankingExample[]) {
  return ours.flatMap(({ query, queryModel }) => {
    const other = rival.find((example) => example.query === query);
    return other ? [{ picture: query, before: other.queryModel, after: queryModel }] : [];
  });
}

/** Counts the pictures of a list that have the label of the picture it belongs to. */
const hitsBy =
  (label: (id: string) => string) =>
  (picture: string, ids: readonly string[]): number =>
    ids.filter((id) => label(id) === label(picture)).length;

const best = <T>(items: readonly T[], score: (item: T) => number): T =>
  items.reduce((a, b) => (score(b) > score(a) ? b : a));

/** What re-ranking mends in the first list, and what that is worth in the second. */
function finding(shown: readonly TwoLists[], label: (id: string) => string): string {
  const hits = hitsBy(label);
  const [list, query] = shown as [TwoLists, TwoLists];
  return `Re-ranking mends a list from ${hits(list.picture, list.before)} to ${hits(list.picture, list.after)} right of ${list.after.length}; who learns from such lists finds ${hits(query.picture, query.after)} instead of ${hits(query.picture, query.before)}`;
}
