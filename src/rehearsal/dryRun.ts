import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { checkBenchmark } from '../datasets/benchmarks/checkBenchmark.js';
import { createReplica } from '../datasets/benchmarks/replicas/createReplica.js';
import { openBenchmark } from '../datasets/benchmarks/openBenchmark.js';
import type { BenchmarkName } from '../datasets/benchmarks/names.js';
import { extractPhotos } from '../extraction/extractPhotos.js';
import { galleryPhotoModel } from '../extraction/photoModel.js';
import { readNpyMatrix } from '../vectors/formats/npy.js';
import type { EmbeddingMatrix } from '../vectors/embeddingMatrix.js';
import { RetrievalError } from '../errors.js';
import type { RunConfig } from '../experiments/runConfig.js';
import { exportQueryModel } from '../export/exportQueryModel.js';
import type { ModelCard } from '../export/modelCard.js';
import { createGalleryModel } from '../models/createGalleryModel.js';
import type { GalleryModelConfig } from '../models/galleryModelConfig.js';
import { evaluateProtocol } from '../retrieval/protocols/evaluateProtocol.js';
import type { ProtocolName } from '../datasets/groundTruth/protocolNames.js';
import type { BenchmarkDataset } from '../datasets/benchmarks/types.js';
import { openTrainedModel } from '../trainedModels/openTrainedModel.js';
import { trainAndSave } from '../trainedModels/trainAndSave.js';
import { trainedPhotoModel, type ExtractionModel } from '../trainedModels/trainedPhotoModel.js';
import { rehearsalConfig } from './rehearsalConfig.js';

/** One step of a dry run that worked. */
export interface DryRunStep {
  what: string;
  seconds: number;
  result: string;
}

export interface DryRunReport {
  /** What the dry run does otherwise than the run would. */
  changes: string[];
  steps: DryRunStep[];
}

export interface DryRunOptions {
  signal?: AbortSignal;
  onStep?: (step: DryRunStep) => void;
}

/** Landmark training sets are scored on this benchmark. */
const landmarkBenchmark = 'roxford5k';

/**
 * Goes through every step of a run on generated pictures in the owner's layout: making and checking the replica, gallery
 * vectors, training, saving, export with its agreement test, extraction of queries and gallery, and the protocol. The
 * numbers mean nothing; that there are numbers means that the configuration holds together.
 *
 * @param folder receives everything; whatever needs pictures of a benchmark finds the replicas in it.
 * @throws whatever the step throws that does not work.
 */
export async function dryRun(
  run: RunConfig,
  folder: string,
  options: DryRunOptions = {},
): Promise<DryRunReport> {
  const { config, changes } = rehearsalConfig(run);
  const name = config.dataset.split(/[+:]/)[0] as BenchmarkName;
  const scored = name === 'sfm120k' || name === 'google-landmarks-v2' ? landmarkBenchmark : name;
  const steps: DryRunStep[] = [];
  const step = async (what: string, work: () => Promise<string>): Promise<void> => {
    options.signal?.throwIfAborted();
    const start = performance.now();
    const result = await work();
    const done = { what, seconds: Math.round(performance.now() - start) / 1000, result };
    steps.push(done);
    options.onStep?.(done);
  };
  const [benchmarks, model] = [join(folder, 'benchmarks'), join(folder, 'model')];
  await withBenchmarks(benchmarks, async () => {
    for (const replica of new Set([name, scored])) {
      await step(`replica of ${replica}`, () => makeReplica(replica, join(benchmarks, replica)));
    }
    await step('gallery vectors, training, evaluation by labels', () => train(config, model, options.signal));
    await step('export, compared with the original', async () => {
      const card = await exportQueryModel(model, join(folder, 'export'), {
        pictures: 12,
        weights: ['float32', 'float16'],
        // How well a model agrees with its files that has learnt nothing from made-up pictures, says nothing.
        force: true,
      });
      if (card.failed.length > 0) throw notExported(card);
      const kept = card.exports.map(({ agreement }) => agreement.orderConsistency.mean);
      return `${card.exports.length} files, order consistency with the original ${Math.min(...kept).toFixed(2)} or more (not judged)`;
    });
    await step(`extraction and protocol of ${scored}`, () =>
      score(scored, config, model, join(folder, 'vectors')),
    );
  });
  return { changes, steps };
}

/** Runs something while benchmarks are looked for in another folder. */
async function withBenchmarks(folder: string, work: () => Promise<void>): Promise<void> {
  const before = process.env.ASYMMETRIC_BENCHMARKS;
  process.env.ASYMMETRIC_BENCHMARKS = folder;
  try {
    await work();
  } finally {
    if (before === undefined) delete process.env.ASYMMETRIC_BENCHMARKS;
    else process.env.ASYMMETRIC_BENCHMARKS = before;
  }
}

async function makeReplica(name: BenchmarkName, folder: string): Promise<string> {
  await createReplica(name, folder);
  const { isWhole, listed, problems, missing, broken } = await checkBenchmark(name, folder);
  if (isWhole) return `${listed} pictures, complete`;
  throw new RetrievalError({
    what: 'The replica is not complete',
    where: folder,
    found: [
      ...problems.map(({ what, where }) => `${what}: ${where}`),
      ...missing.map((file) => `${file} is missing`),
      ...broken.map(({ file }) => `${file} is broken`),
    ].join('; '),
  });
}

async function train(config: RunConfig, folder: string, signal?: AbortSignal): Promise<string> {
  const { record, manifest } = await trainAndSave(config, folder, { signal });
  const { losses } = manifest;
  return `${record.parameters} weights, loss ${losses.at(-1) === undefined ? 'in closed form' : 'finite to the end'}`;
}

function notExported({ failed }: ModelCard): RetrievalError {
  return new RetrievalError({
    what: 'The model cannot be exported in every format',
    where: failed.map(({ folder }) => folder).join(', '),
    found: failed.map(({ reason }) => reason).join('; '),
  });
}

/** Embeds the queries with the query model and the gallery with the gallery model, and scores them. */
async function score(name: BenchmarkName, config: RunConfig, folder: string, out: string): Promise<string> {
  const dataset = await openBenchmark(name);
  const { queries, gallery } = dataset.splits.official!;
  const galleryModel = await createGalleryModel(config.gallery as GalleryModelConfig);
  const queryModel = await openTrainedModel(folder);
  const large: ExtractionModel = { model: galleryPhotoModel(galleryModel), square: galleryModel.size };
  // A head stands on features that only a run prepares; its place is taken by the gallery model.
  const small = queryModel.model.input.kind === 'pixels' ? await trainedPhotoModel(queryModel) : large;
  await mkdir(out, { recursive: true });
  try {
    const report = await evaluateProtocol({
      protocol: name as ProtocolName,
      groundTruth: dataset.groundTruths.official!,
      queries: await embed(dataset, queries, small, join(out, 'queries.npy')),
      gallery: await embed(dataset, gallery, large, join(out, 'gallery.npy')),
    });
    return report.setups
      .map(({ name: setup, queries: { length } }) => `${setup} ${length} queries`)
      .join(', ');
  } finally {
    galleryModel.dispose();
    queryModel.dispose();
  }
}

async function embed(
  { records }: BenchmarkDataset,
  rows: Int32Array,
  { model, square }: ExtractionModel,
  out: string,
): Promise<EmbeddingMatrix> {
  const photos = Array.from(rows, (row) => {
    const { id, path, box } = records[row]!;
    return { id, path: path!, ...(box && { box }) };
  });
  const { files } = await extractPhotos({ model, photos, out, square });
  return readNpyMatrix(files.vectors);
}
