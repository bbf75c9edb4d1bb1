import type { Progress } from '../base/progress.js';
import { embeddingMatrix, selectRows, type EmbeddingMatrix } from '../vectors/embeddingMatrix.js';
import { meanCosine } from './cosines.js';
import { formats } from './formats.js';
import { decodeKernel, encodeStep, fitsFloat16 } from './kernelEncoding.js';
import { hasKernel, type KernelStep, type Plan } from './plan.js';
import type { WeightPrecision } from './weightPrecisions.js';

/** Pictures with their embeddings by the query model as it is. */
export interface EmbeddedPictures {
  /** `[N, S, S, 3]` in 0..255, flat */
  pixels: Float32Array;
  /** `[N, D]` unit rows */
  original: EmbeddingMatrix;
}

/** What int8 does to a model when one layer alone is stored so. */
export interface LayerError {
  layer: string;
  /** Numbers of its kernel. */
  weights: number;
  /** By how much the mean cosine of the pictures' two embeddings falls short of 1. */
  error: number;
}

/** Pictures that tell which layers are sensitive; the errors of layers differ by powers of ten. */
const probedPictures = 8;
/** A layer of a smaller error is not sensitive. */
const negligibleError = 1e-4;

/** Measures each layer whose kernel can be float16 instead. */
export async function layerErrors(
  plan: Plan,
  pictures: EmbeddedPictures,
  onProgress?: Progress,
): Promise<LayerError[]> {
  const probe = evenly(pictures, probedPictures);
  const layers = plan.steps.filter(hasKernel).filter(({ kernel }) => fitsFloat16(kernel));
  const errors: LayerError[] = [];
  for (const [done, { name, kernel }] of layers.entries()) {
    onProgress?.({ done, total: layers.length, what: 'Layers tried as int8' });
    const embedded = await embedPlan(withRoundedKernels(plan, 'int8', name), probe);
    errors.push({ layer: name, weights: kernel.length, error: 1 - meanCosine(embedded, probe.original) });
  }
  onProgress?.({ done: layers.length, total: layers.length, what: 'Layers tried as int8' });
  return errors;
}

/**
 * The layers to keep as float16: those of the largest error for their size, as long as they have no more than a share of all
 * weights. Layers of a negligible error are never among them.
 *
 * @param share in [0, 1]
 */
export function sensitiveLayers(errors: readonly LayerError[], share: number): string[] {
  let left = share * errors.reduce((sum, { weights }) => sum + weights, 0);
  return errors
    .filter(({ error }) => error > negligibleError)
    .sort((a, b) => b.error / b.weights - a.error / a.weights)
    .flatMap(({ layer, weights }) => {
      if (weights > left) return [];
      left -= weights;
      return [layer];
    });
}

/** The plan with some layers marked as sensitive. */
export function withSensitive(plan: Plan, layers: readonly string[]): Plan {
  return mapKernels(plan, (step) => ({ ...step, isSensitive: layers.includes(step.name) }));
}

/**
 * The plan with kernels rounded as a file stores them.
 * @param only of this layer; default: all
 */
export function withRoundedKernels(plan: Plan, weights: WeightPrecision, only?: string): Plan {
  return mapKernels(plan, (step) =>
    only !== undefined && step.name !== only
      ? step
      : { ...step, kernel: decodeKernel(encodeStep(step, weights)) },
  );
}

/** Embeds pictures by the operations of a plan. */
export async function embedPlan(
  plan: Plan,
  { pixels, original }: EmbeddedPictures,
): Promise<EmbeddingMatrix> {
  const format = formats['tfjs-graph'];
  const loaded = await format.load(await format.write(plan, 'float32'));
  try {
    return embeddingMatrix(await loaded.embed(pixels, original.rows), original.rows, original.columns);
  } finally {
    loaded.dispose();
  }
}

function mapKernels(plan: Plan, change: (step: KernelStep) => KernelStep): Plan {
  return { ...plan, steps: plan.steps.map((step) => (hasKernel(step) ? change(step) : step)) };
}

/** At most `count` of the pictures, spread over them. */
function evenly({ pixels, original }: EmbeddedPictures, count: number): EmbeddedPictures {
  const length = pixels.length / original.rows;
  const wanted = Math.min(count, original.rows);
  const rows = Array.from({ length: wanted }, (_, n) => Math.floor((n * original.rows) / wanted));
  const part = new Float32Array(wanted * length);
  rows.forEach((row, n) => part.set(pixels.subarray(row * length, (row + 1) * length), n * length));
  return { pixels: part, original: selectRows(original, rows) };
}
