import { rm } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { makeFolder } from '../../base/files/makeFolder.js';
import { workspacePath } from '../../base/files/workspacePath.js';
import { selectBackend } from '../../compute/backend/selectBackend.js';
import { findSplit } from '../../datasets/findSplit.js';
import { openDataset } from '../../datasets/openDataset.js';
import { labelsOf } from '../../datasets/splitLabels.js';
import { prepareGallery } from '../../experiments/prepareGallery.js';
import { parseRunConfig } from '../../experiments/runConfig.js';
import { runExperiment } from '../../experiments/runExperiment.js';
import { writeLists } from '../../rankers/listFile/writeLists.js';
import type { RankedLists } from '../../rankers/types.js';
import type { EmbeddingMatrix } from '../../vectors/embeddingMatrix.js';
import { inFewDimensions } from './inFewDimensions.js';
import { listPlanIds, listPlans, manyVectors, type ListPlanId } from './listPlans.js';
import { keepLists, readListResults, type ListTraining } from './listResults.js';
import { listRuns } from './listTrainings.js';
import { makeLists, qualityOfLists } from './makeLists.js';
import { scaleGallery } from './scaleGallery.js';

export interface ListStudyOptions {
  /** Measures again what is kept. */
  again?: boolean;
  /** Told about each step in a sentence. */
  onStep: (sentence: string) => void;
  signal?: AbortSignal;
}

/**
 * Measures what lists from indexes are worth to trainings, and what it takes to make them of many vectors; what is kept is
 * not measured again.
 * @returns how many lists were measured
 */
export async function runLists({ again, onStep, signal }: ListStudyOptions): Promise<number> {
  const kept = new Set(again ? [] : readListResults().map(({ plan, rows }) => `${plan} ${rows}`));
  await selectBackend();
  const training = await trainingVectors(signal);
  const galleries = [training, { vectors: await filledUp(training), ids: undefined }];
  let done = 0;
  for (const { vectors, ids } of galleries) {
    const missing = listPlanIds.filter((plan) => !kept.has(`${plan} ${vectors.rows}`));
    if (missing.length === 0) continue;
    const count = `${vectors.rows.toLocaleString('en')} vectors`;
    onStep(`Comparing every pair of ${count}`);
    const exact = await makeLists(vectors, listPlans.exact, signal);
    for (const plan of missing) {
      signal?.throwIfAborted();
      const { label } = listPlans[plan];
      onStep(`Lists of ${count}: ${label}`);
      const [load] = loadavg() as [number];
      const made = plan === 'exact' ? exact : await makeLists(vectors, listPlans[plan], signal);
      await keepLists({
        plan,
        rows: vectors.rows,
        dimension: vectors.columns,
        length: made.lists.length,
        seconds: made.seconds,
        ...qualityOfLists(made.lists, exact.lists),
        trainings: ids ? await trainOn(plan, { lists: made.lists, ids }, onStep, signal) : [],
        load,
      });
      done++;
    }
  }
  return done;
}

/** The training pictures of the groceries by the gallery model. */
async function trainingVectors(
  signal?: AbortSignal,
): Promise<{ vectors: EmbeddingMatrix; ids: string[]; labels: Int32Array }> {
  const [run] = listRuns('lists.jsonl');
  const config = parseRunConfig(run!);
  const dataset = await openDataset(config.dataset);
  const split = findSplit(dataset, config.split);
  const { fit } = await prepareGallery(dataset, split, config, undefined, signal);
  const ids = Array.from(split.fit, (record) => dataset.records[record]!.id);
  return { vectors: fit, ids, labels: labelsOf(dataset, split.fit) };
}

/** Those vectors in few dimensions, and as many simulated ones as bring them to a size. */
function filledUp({
  vectors,
  labels,
}: {
  vectors: EmbeddingMatrix;
  labels: Int32Array;
}): Promise<EmbeddingMatrix> {
  const { vectors: gallery, structure } = inFewDimensions(vectors, labels);
  return scaleGallery({ gallery, structure }, manyVectors);
}

async function trainOn(
  plan: ListPlanId,
  { lists, ids }: { lists: RankedLists; ids: readonly string[] },
  onStep: (sentence: string) => void,
  signal?: AbortSignal,
): Promise<ListTraining[]> {
  const folder = workspacePath('data', 'cache', 'scale');
  await makeFolder(folder);
  // What was read of a file is remembered by its name.
  const file = join(folder, `lists-${plan}.jsonl`);
  await writeLists(file, lists, ids);
  const trainings: ListTraining[] = [];
  try {
    for (const run of listRuns(file)) {
      signal?.throwIfAborted();
      onStep(`Training on them: ${run.method}, seed ${run.seed}`);
      const { record } = await runExperiment(run, { checkpoints: false, ...(signal && { signal }) });
      trainings.push({ method: run.method, seed: run.seed, map: record.mapAsymmetric });
    }
  } finally {
    await rm(file, { force: true });
  }
  return trainings;
}
