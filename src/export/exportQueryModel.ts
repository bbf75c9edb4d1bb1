import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { owningFolder } from '../base/files/owning.js';
import type { Progress } from '../base/progress.js';
import { RetrievalError } from '../errors.js';
import type { TrainedModel } from '../trainedModels/trainedModel.js';
import { openTrainedModel } from '../trainedModels/openTrainedModel.js';
import type { Tolerance } from './agreement.js';
import { randomPictures } from './agreementPictures.js';
import {
  checkPictures,
  fewestInDataset,
  fewestPictures,
  searchAmong,
  type CheckPictures,
} from './checkPictures.js';
import { exportFormats, type ExportFormat } from './exportedFiles.js';
import type { FailedExport } from './exportedModel.js';
import { makeVariants, type Judgement } from './makeVariants.js';
import { modelCard, type ModelCard } from './modelCard.js';
import type { Plan } from './plan.js';
import { planQueryModel } from './planQueryModel.js';
import { cardFiles, writeExport } from './writeExport.js';
import type { WeightPrecision } from './weightPrecisions.js';

export interface ModelExportOptions {
  /** Default: all. */
  formats?: readonly ExportFormat[];
  /** How kernels are stored; default float32. */
  weights?: readonly WeightPrecision[];
  /** Data set whose pictures the files are compared on, or `random`; default: that of the training run, else random. */
  data?: string;
  /** Pictures to compare on; at least 12, default 64. */
  pictures?: number;
  /** Side of the pictures in front of a head; default: that of the training run. */
  featureSize?: number;
  /** Instead of the usual ones of every precision; see `tolerances`. */
  tolerance?: Partial<Tolerance>;
  /** Write files that lie outside the tolerance, too; the card says so. */
  force?: boolean;
  /** Licence of the exported model for its card, such as `mit`; default `unknown`. */
  licence?: string;
  /** Told about each step in a sentence. */
  onStep?: (sentence: string) => void;
  /** Told about long steps: the vectors of the gallery, layers that are tried. */
  onProgress?: Progress;
}

const usualPictures = 64;

/**
 * Exports a saved query model: for each format and precision a folder `<format>-<precision>`, and beside them the model
 * card as `README.md` and `model-card.json`. Every file is loaded again and compared with the original by what a search
 * loses: order consistency with the gallery model's ranking and, with labels, mAP; where the gallery model's vectors are
 * not at hand, by the order of the original's own ranking. What lies outside its tolerance is not written and stands in
 * `failed`. int8 has a scale for each output channel, and the layers that it would change most stay float16.
 *
 * @param folder the saved query model, with the `run.json` of its training if there is one
 * @throws RetrievalError when the model cannot be read or exported, when nothing could be written, when the folder `out`
 *   has a `README.md` of something else, and while another process writes there.
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
  refuseFew(options.pictures ?? usualPictures, fewestPictures, 'pictures');
  refuseForeign(out);
  return owningFolder(out, () => exportTo(folder, out, options));
}

async function exportTo(folder: string, out: string, options: ModelExportOptions): Promise<ModelCard> {
  const { pictures = usualPictures, formats = exportFormats, weights = ['float32'] } = options;
  const trained = await openTrainedModel(folder, { featureSize: options.featureSize });
  try {
    const { model, run } = trained;
    const features = await trained.features();
    const plan = await planQueryModel(model, features, trained.preparation().scaled);
    const { checked, judgement } = await judgementOf(trained, plan, pictures, options);
    const { written, failed } = await makeVariants(plan, { formats, weights }, judgement);
    if (written.length === 0) throw nothingWritten(failed);
    const card = modelCard({
      model,
      plan,
      features,
      run,
      dataset: judgement.check.source === run?.manifest.config.dataset ? checked?.dataset : undefined,
      exports: written.map(({ exported }) => exported),
      failed,
      licence: options.licence ?? 'unknown',
      notes: checked?.notes ?? [],
    });
    await writeExport(out, card, written);
    return card;
  } finally {
    trained.dispose();
  }
}

/** Embeds the pictures that the files are compared on. */
async function judgementOf(
  trained: TrainedModel,
  { size }: Plan,
  count: number,
  options: ModelExportOptions,
): Promise<{ checked: CheckPictures | undefined; judgement: Judgement }> {
  const { manifest } = trained.run ?? {};
  const run = manifest?.config;
  const source = options.data ?? run?.dataset ?? 'random';
  const { onProgress, onStep, tolerance, force = false } = options;
  const chosen = { source, count, run, onProgress, queries: manifest?.queries?.all };
  const checked = source === 'random' ? undefined : await checkPictures(chosen);
  const pixels = checked ? await trained.prepare(checked) : randomPictures(count, size);
  refuseFew(pixels.length / (size ** 2 * 3), fewestInDataset, `the data set ${source}`);
  const original = await trained.embedSquares(pixels);
  const search = checked?.searchOf(original) ?? searchAmong(original);
  const check = { original, source, search };
  return { checked, judgement: { pixels, check, isStrict: !force, tolerance, onStep, onProgress } };
}

function nothingWritten(failed: FailedExport[]): RetrievalError {
  return new RetrievalError({
    what: 'No exported model does what the original does; nothing was written',
    where: failed.map(({ folder }) => folder).join(', '),
    found: failed.map(({ folder, reason }) => `${folder}: ${reason}`).join('; '),
    fix: 'export with float16 or float32 weights, allow more, or force it and read the card',
  });
}

function refuseFew(count: number, fewest: number, where: string): void {
  if (Number.isInteger(count) && count >= fewest) return;
  throw new RetrievalError({
    what: 'There are too few pictures for the agreement test',
    where,
    expected: `a whole number from ${fewest} on`,
    found: String(count),
    fix: 'take more pictures, another data set, or random ones (data `random`)',
  });
}

/** A README.md that no export wrote stays. */
function refuseForeign(out: string): void {
  if (!existsSync(join(out, cardFiles.text)) || existsSync(join(out, cardFiles.data))) return;
  throw new RetrievalError({
    what: 'The folder has a README.md that is no model card',
    where: join(out, cardFiles.text),
    expected: 'a folder that is new or holds an earlier export',
    fix: 'name another folder',
    kind: 'usage',
  });
}
