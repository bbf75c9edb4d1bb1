import { sha256OfBytes } from '../base/files/sha256.js';
import type { Progress } from '../base/progress.js';
import { RetrievalError } from '../errors.js';
import { embeddingMatrix, type EmbeddingMatrix } from '../vectors/embeddingMatrix.js';
import { measureAgreement, straysOf, type AgreementCheck, type Tolerance } from './agreement.js';
import type { ExportedModel, FailedExport } from './exportedModel.js';
import type { ExportedFiles, ExportFormat } from './exportedFiles.js';
import { formats } from './formats.js';
import type { Plan } from './plan.js';
import {
  embedPlan,
  layerErrors,
  sensitiveLayers,
  withRoundedKernels,
  withSensitive,
  type EmbeddedPictures,
} from './sensitiveLayers.js';
import type { WeightPrecision } from './weightPrecisions.js';

/** How files are compared with the original, and which are written. */
export interface Judgement {
  /** `[Q, S, S, 3]` in 0..255, flat: the pictures of the check. */
  pixels: Float32Array;
  check: AgreementCheck;
  /** Instead of the usual tolerances. */
  tolerance?: Partial<Tolerance>;
  /** Whether what lies outside its tolerance is left out. */
  isStrict: boolean;
  onStep?: (sentence: string) => void;
  onProgress?: Progress;
}

/** The files of an export that is to be written. */
export interface Variant {
  exported: ExportedModel;
  files: ExportedFiles;
}

export interface Variants {
  written: Variant[];
  failed: FailedExport[];
}

/** Shares of all weights that sensitive layers may have; the first with which int8 is within its tolerance is taken. */
const sensitiveShares = [0.01, 0.05, 0.2, 0.5];

/** Makes the files of each format and precision, loads them again and compares them with the original. */
export async function makeVariants(
  plan: Plan,
  wanted: { formats: readonly ExportFormat[]; weights: readonly WeightPrecision[] },
  judgement: Judgement,
): Promise<Variants> {
  const variants: Variants = { written: [], failed: [] };
  const mixed = wanted.weights.includes('int8') ? await keepSensitive(plan, judgement) : plan;
  for (const format of wanted.formats) {
    for (const weights of wanted.weights) {
      const folder = `${format}-${weights}`;
      judgement.onStep?.(`Writing ${folder} and comparing it with the original`);
      const outcome = await makeVariant(mixed, { format, weights, folder }, judgement);
      if ('reason' in outcome) variants.failed.push(outcome);
      else variants.written.push(outcome);
    }
  }
  return variants;
}

async function makeVariant(
  plan: Plan,
  named: Pick<ExportedModel, 'format' | 'weights' | 'folder'>,
  judgement: Judgement,
): Promise<Variant | FailedExport> {
  const { format, weights } = named;
  try {
    const files = await formats[format].write(plan, weights);
    const embedded = await embedFiles(format, files, judgement);
    const agreement = await measureAgreement(judgement.check, embedded, weights, judgement.tolerance);
    const strays = straysOf(agreement);
    if (judgement.isStrict && strays.length > 0) return { ...named, reason: strays.join('; '), agreement };
    const float16Layers = sensitiveIn(plan);
    const exported = {
      ...named,
      files: [...files].map(([name, bytes]) => ({ name, bytes: bytes.length, sha256: sha256OfBytes(bytes) })),
      ...(weights === 'int8' && { float16Layers }),
      agreement,
    };
    return { exported, files };
  } catch (error) {
    if (!(error instanceof RetrievalError)) throw error;
    return { ...named, reason: error.message.replaceAll(/\n\s*/g, '; ') };
  }
}

async function embedFiles(
  format: ExportFormat,
  files: ExportedFiles,
  { pixels, check: { original } }: Judgement,
): Promise<EmbeddingMatrix> {
  const loaded = await formats[format].load(files);
  try {
    return embeddingMatrix(await loaded.embed(pixels, original.rows), original.rows, original.columns);
  } finally {
    loaded.dispose();
  }
}

/** Marks the layers that stay float16 beside int8: as few as keep what a search loses within the tolerance. */
async function keepSensitive(plan: Plan, judgement: Judgement): Promise<Plan> {
  const { check, tolerance, onStep, onProgress, pixels } = judgement;
  const pictures: EmbeddedPictures = { pixels, original: check.original };
  onStep?.('Trying each layer as int8');
  const errors = await layerErrors(plan, pictures, onProgress);
  const choices = sensitiveShares.map((share) => withSensitive(plan, sensitiveLayers(errors, share)));
  if (!judgement.isStrict) return choices[0]!;
  for (const [n, choice] of choices.entries()) {
    if (n > 0 && sensitiveIn(choice).length === sensitiveIn(choices[n - 1]!).length) continue;
    const embedded = await embedPlan(withRoundedKernels(choice, 'int8'), pictures);
    if ((await measureAgreement(check, embedded, 'int8', tolerance)).isWithinTolerance) return choice;
  }
  return choices[0]!;
}

function sensitiveIn({ steps }: Plan): string[] {
  return steps.flatMap((step) => ('isSensitive' in step && step.isSensitive ? [step.name] : []));
}
