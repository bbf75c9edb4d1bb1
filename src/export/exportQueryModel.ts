import { join } from 'node:path';
import type { Dataset } from '../datasets/types.js';
import { embeddingMatrix, type EmbeddingMatrix } from '../vectors/embeddingMatrix.js';
import { RetrievalError } from '../errors.js';
import { openDataset } from '../datasets/openDataset.js';
import type { RunConfig } from '../experiments/runConfig.js';
import { atomicWrite } from '../base/files/atomicWrite.js';
import { sha256OfBytes } from '../base/files/sha256.js';
import { fewestPictures, measureAgreement, tolerances, type Agreement, type Tolerance } from './agreement.js';
import { evenRows, randomPictures } from './agreementPictures.js';
import { cardMarkdown } from './cardMarkdown.js';
import { exportFormats, type ExportFormat, type ExportedFiles } from './exportedFiles.js';
import { formats } from './formats.js';
import type { WeightPrecision } from './weightPrecisions.js';
import { modelCard, type ModelCard } from './modelCard.js';
import type { ExportedModel } from './exportedModel.js';
import type { Plan } from './plan.js';
import { planQueryModel } from './planQueryModel.js';
import { openTrainedModel } from '../trainedModels/openTrainedModel.js';

export interface ModelExportOptions {
  /** Default: all. */
  formats?: readonly ExportFormat[];
  /** How kernels are stored; default float32. */
  weights?: readonly WeightPrecision[];
  /** Data set whose pictures the agreement is measured on, or `random`; default: that of the training run, else random. */
  data?: string;
  /** Pictures of the agreement test; at least 12, default 64. */
  pictures?: number;
  /** Side of the pictures in front of a head; default: that of the training run. */
  featureSize?: number;
  /** Instead of the usual ones of every precision; see `tolerances`. */
  tolerance?: Partial<Tolerance>;
  /** Write files that lie below the tolerance, too; the card says so. */
  force?: boolean;
  /** Told about each step in a sentence. */
  onStep?: (sentence: string) => void;
}

/**
 * Exports a saved query model: for each format and precision a folder `<format>-<precision>`, and beside them
 * `model-card.md` and `model-card.json`. Nothing is written before every file has been loaded again and compared with
 * the original.
 *
 * @param folder the saved query model, with the `run.json` of its training if there is one
 * @throws RetrievalError when the model cannot be read or exported, and when an export lies below its tolerance.
 * @example
 * const card = await exportQueryModel('models/query', 'exported', {
 *   formats: ['tfjs-graph'],
 *   data: 'random',
 *   pictures: 12,
 * });
 * console.log(card.exports[0]!.folder); // tfjs-graph-float32
 */
export async function exportQueryModel(
  folder: string,
  out: string,
  options: ModelExportOptions = {},
): Promise<ModelCard> {
  const { pictures = 64 } = options;
  checkPictures(pictures, 'pictures');
  const trained = await openTrainedModel(folder, { featureSize: options.featureSize });
  try {
    const { model, run } = trained;
    const features = await trained.features();
    const plan = planQueryModel(model, features);
    const source = options.data ?? run?.manifest.config.dataset ?? 'random';
    const dataset = source === 'random' ? undefined : await openPictures(source, run?.manifest.config);
    const pixels = dataset
      ? await trained.prepare({ dataset, rows: evenRows(dataset, pictures) })
      : randomPictures(pictures, plan.size);
    checkPictures(pixels.length / (plan.size ** 2 * 3), `the data set ${source}`);
    const original = await trained.embedSquares(pixels);
    const variants = await writeVariants(plan, { pixels, original, source }, options);
    refuseStrays(variants, options.force);
    const card = modelCard({
      model,
      plan,
      features,
      run,
      dataset: source === run?.manifest.config.dataset ? dataset : undefined,
      exports: variants.map(({ exported }) => exported),
    });
    for (const { exported, files } of variants) {
      for (const [name, bytes] of files) await atomicWrite(join(out, exported.folder, name), bytes);
    }
    await atomicWrite(join(out, 'model-card.json'), `${JSON.stringify(card, null, 1)}\n`);
    await atomicWrite(join(out, 'model-card.md'), cardMarkdown(card));
    return card;
  } finally {
    trained.dispose();
  }
}

interface Pictures {
  pixels: Float32Array;
  original: EmbeddingMatrix;
  source: string;
}

interface Variant {
  exported: ExportedModel;
  files: ExportedFiles;
}

async function writeVariants(
  plan: Plan,
  pictures: Pictures,
  options: ModelExportOptions,
): Promise<Variant[]> {
  const variants: Variant[] = [];
  for (const format of options.formats ?? exportFormats) {
    for (const weights of options.weights ?? (['float32'] as const)) {
      const folder = `${format}-${weights}`;
      options.onStep?.(`Writing ${folder} and comparing it with the original`);
      const files = await formats[format].write(plan, weights);
      const tolerance = { ...tolerances[weights], ...options.tolerance };
      const agreement = await agreementOf(format, files, pictures, tolerance);
      const list = [...files].map(([name, bytes]) => ({
        name,
        bytes: bytes.length,
        sha256: sha256OfBytes(bytes),
      }));
      variants.push({ exported: { format, weights, folder, files: list, agreement }, files });
    }
  }
  return variants;
}

async function agreementOf(
  format: ExportFormat,
  files: ExportedFiles,
  { pixels, original, source }: Pictures,
  tolerance: Tolerance,
): Promise<Agreement> {
  const loaded = await formats[format].load(files);
  try {
    const embeddings = await loaded.embed(pixels, original.rows);
    const exported = embeddingMatrix(embeddings, original.rows, original.columns);
    return await measureAgreement(original, exported, source, tolerance);
  } finally {
    loaded.dispose();
  }
}

/** The data set of the training run is opened as the run did. */
async function openPictures(name: string, config: RunConfig | undefined): Promise<Dataset> {
  try {
    return await openDataset(name, undefined, config?.dataset === name ? config : {});
  } catch (cause) {
    throw new RetrievalError({
      what: 'The pictures for the agreement test cannot be opened',
      where: name,
      found: cause instanceof Error ? cause.message.replaceAll('\n', ';') : String(cause),
      fix: 'get the data set, or compare on random pictures (data `random`)',
      kind: 'data',
      cause,
    });
  }
}

function refuseStrays(variants: Variant[], force = false): void {
  const strays = variants.filter(({ exported }) => !exported.agreement.isWithinTolerance);
  if (force || strays.length === 0) return;
  const each = (text: (agreement: Agreement) => string) =>
    strays.map(({ exported }) => `${exported.folder}: ${text(exported.agreement)}`).join('; ');
  const write = (cosine: number, order: number) =>
    `cosine ${cosine.toFixed(5)}, order consistency ${order.toFixed(4)}`;
  throw new RetrievalError({
    what: 'An exported model does not agree with the original; nothing was written',
    where: strays.map(({ exported }) => exported.folder).join(', '),
    expected: each(({ tolerance }) => `at least ${write(tolerance.cosine, tolerance.orderConsistency)}`),
    found: each(({ cosine, orderConsistency }) => write(cosine.min, orderConsistency.mean)),
    fix: 'export with float16 or float32 weights, lower the tolerance, or force it and read the card',
  });
}

function checkPictures(count: number, where: string): void {
  if (Number.isInteger(count) && count >= fewestPictures) return;
  throw new RetrievalError({
    what: 'There are too few pictures for the agreement test',
    where,
    expected: `a whole number from ${fewestPictures} on`,
    found: String(count),
    fix: 'take more pictures, another data set, or random ones',
  });
}
