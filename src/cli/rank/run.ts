import { ProblemList } from '../../base/problems/problem.js';
import { selectBackend } from '../../compute/backend/selectBackend.js';
import { findSplit } from '../../datasets/findSplit.js';
import { openDataset } from '../../datasets/openDataset.js';
import { labelsOf } from '../../datasets/splitLabels.js';
import type { Dataset, RetrievalSplit } from '../../datasets/types.js';
import { RetrievalError } from '../../errors.js';
import { rankingOf } from '../../experiments/prepareRankings.js';
import { writeLists } from '../../rankers/listFile/writeLists.js';
import { checkShared, listQuality, type ListQuality } from '../../rankers/listQuality.js';
import { rankerConfigSchema, type RankerConfig } from '../../rankers/rankerConfig.js';
import type { RankedLists } from '../../rankers/types.js';
import { checkPictures, checkVectors } from '../../rehearsal/checkData.js';
import { checkRankers } from '../../rehearsal/checkRankers.js';
import { throwAll } from '../../rehearsal/throwAll.js';
import { preparationBars } from '../../report/notebook/preparationBars.js';
import { toTextTable } from '../../report/tables/writeTable.js';
import { interruption } from '../interruption.js';
import { printJson } from '../output.js';
import { trainConfig, type TrainChoices } from '../train/trainConfig.js';
import { checkListsFile } from './listsFile.js';
import { rankerRecipe } from './rankerRecipe.js';

interface Options extends Pick<TrainChoices, 'split' | 'vectors' | 'byOrder' | 'skipBroken' | 'set'> {
  ranker: string;
  length: number;
  evaluate: boolean;
  out?: string;
  overwrite: boolean;
  json: boolean;
}

/** Fields of a run that decide what a ranker compares. */
const settings = ['gallery', 'galleryPhotos', 'galleryTreatment', 'whitenedDimension', 'featureSize'];

/** What lists are compared with. */
const plainCosine = rankerConfigSchema.parse({ kind: 'cosine' });

/** Ranks the training pictures, measures the lists and writes them. */
export async function run(pictures: string, options: Options): Promise<void> {
  const { ranker: recipe, length, evaluate, out, json, overwrite, ...choices } = options;
  const ranker = await rankerRecipe(recipe);
  if (!evaluate && out === undefined) throw nothingAsked();
  if (out !== undefined) await checkListsFile(out, { overwrite });
  checkSettings(choices.set ?? []);
  const config = await trainConfig({ ...choices, data: pictures });
  await selectBackend();
  const bars = preparationBars();
  try {
    const dataset = await openDataset(config.dataset, bars.update, config);
    const split = findSplit(dataset, config.split);
    const labels = labelsOf(dataset, split.fit);
    if (evaluate) checkShared(labels);
    const problems = new ProblemList();
    await checkRankers([ranker], dataset, split, problems);
    const notes = await checkPictures(dataset, problems, bars.update);
    notes.push(...(await checkVectors(config, dataset, problems)));
    throwAll(problems, 'The ranking', pictures);
    bars.stop();
    for (const line of [`Pictures: ${split.description} (--split)`, ...notes]) console.error(line);
    const listsOf = (one: RankerConfig) =>
      rankingOf(dataset, split, config, one, length, bars.update, interruption());
    const start = performance.now();
    const lists = await listsOf(ranker);
    const seconds = (performance.now() - start) / 1000;
    const quality = evaluate && {
      ranker: listQuality(lists, labels),
      cosine: listQuality(await listsOf(plainCosine), labels),
    };
    bars.stop();
    if (out !== undefined) await writeLists(out, lists, idsOf(dataset, split));
    const facts = { pictures: lists.rows, length: lists.length, hasScores: lists.scores !== undefined };
    if (json) return printJson({ ranker, ...facts, seconds, ...(quality && { quality }), out, notes });
    console.log(
      `${lists.rows} pictures ranked by ${ranker.kind}, ${lists.length} places each (${seconds.toFixed(1)} s with the vectors)`,
    );
    if (quality) printQuality(ranker, lists, quality);
    if (out !== undefined) printUse(out, lists);
  } finally {
    bars.stop();
  }
}

function checkSettings(changes: readonly string[]): void {
  const other = changes.find((change) => !settings.includes(change.split(/[.=]/)[0]!.trim()));
  if (other === undefined) return;
  throw new RetrievalError({
    what: 'This setting decides nothing of how pictures are ranked',
    where: '--set',
    expected: `${settings.join(', ')}, or a part of these`,
    found: other,
    fix: 'leave it out, or give it to `asym train`; what a ranker does is set by --ranker',
    kind: 'usage',
  });
}

function nothingAsked(): RetrievalError {
  return new RetrievalError({
    what: 'It is not said what to do with the lists',
    where: 'asym rank',
    expected: '--evaluate, --out FILE, or both',
    found: 'neither',
    fix: 'for example: asym rank photos/ --ranker reciprocal --out lists.jsonl',
    kind: 'usage',
  });
}

const idsOf = ({ records }: Dataset, { fit }: RetrievalSplit): string[] =>
  Array.from(fit, (record) => records[record]!.id);

function printQuality(
  { kind }: RankerConfig,
  { length }: RankedLists,
  { ranker, cosine }: Record<'ranker' | 'cosine', ListQuality>,
): void {
  const rows = [['plain cosine', cosine] as const, [kind, ranker] as const].map(
    ([lists, { meanAveragePrecision, precisionAt10 }]) => ({
      lists,
      map: 100 * meanAveragePrecision,
      precision: 100 * precisionAt10,
    }),
  );
  const columns = [
    { key: 'lists' },
    { key: 'map', label: `mAP within ${length} (%)`, digits: 2 },
    { key: 'precision', label: 'precision at 10 (%)', digits: 2 },
  ];
  console.log(toTextTable(rows, columns));
  console.log(`Means over the ${ranker.pictures} pictures whose label another one has`);
}

function printUse(file: string, { length }: RankedLists): void {
  const count = Math.min(length, 50);
  const neighbours = JSON.stringify({ from: 'ranker', count, ranker: { kind: 'file', file } });
  console.log(`Lists in ${file}; a training goes by them with --set 'loss.neighbours=${neighbours}'`);
}
