import { RetrievalError } from '../errors.js';
import { sharpVersion } from '../images/sharp.js';
import { usualLongestSide, checkSide } from '../images/photoSize.js';
import type { ExtractionDescription } from './chunkLog.js';
import { usualScales } from './multiScale.js';
import type { PhotoEmbeddingOptions } from './photoChunks.js';
import type { PhotoModel } from './photoModel.js';

/** What the vectors of photos depend on beside the photos and the model. */
export type PhotoSettings = Required<Pick<PhotoEmbeddingOptions, 'scales' | 'longestSideOf'>> &
  Pick<PhotoEmbeddingOptions, 'longestSide' | 'square'>;

/** Raised whenever the same photos could get other vectors. */
const extractionVersion = 1;

/**
 * Fills in the defaults: longest side 1024 and three scales, or one scale for squares.
 * @throws RetrievalError for sizes and scales that are out of range or that the model does not take.
 */
export function photoSettings(model: PhotoModel, options: PhotoEmbeddingOptions): PhotoSettings {
  const { square, longestSide = usualLongestSide, longestSideOf = 'box' } = options;
  const scales = options.scales ?? (square ? [1] : usualScales);
  if (square === undefined) checkSide(longestSide, 'longestSide');
  else checkSide(square, 'square');
  checkScales(scales);
  if (!model.anySize && (square !== model.size || scales.some((scale) => scale !== 1))) {
    throw new RetrievalError({
      what: 'The model takes pictures of one size only',
      where: model.name,
      expected: `squares of ${model.size} pixels at the single scale 1`,
      found: `${square === undefined ? `longest side ${longestSide}` : `squares of ${square}`}, scales ${scales.join(', ')}`,
      fix: `pass --square ${model.size} (square: ${model.size}), or take a fully convolutional model`,
      kind: 'usage',
    });
  }
  return square === undefined ? { longestSide, longestSideOf, scales } : { square, longestSideOf, scales };
}

function checkScales(scales: readonly number[]): void {
  if (scales.length > 0 && scales.every((scale) => scale >= 0.05 && scale <= 4)) return;
  throw new RetrievalError({
    what: 'The scales are not usable',
    where: 'scales',
    expected: 'at least one number, each from 0.05 to 4',
    found: scales.join(', ') || 'none',
    fix: 'the field uses 1,0.7071,1.4142',
    kind: 'usage',
  });
}

/** The settings as they are compared before an extraction goes on. */
export function describeExtraction(
  model: PhotoModel,
  settings: PhotoSettings,
  type: 'float32' | 'float16',
): ExtractionDescription {
  const { square, longestSide, longestSideOf, scales } = settings;
  return {
    version: extractionVersion,
    model: model.identity,
    modelName: model.name,
    columns: model.dimension,
    type,
    size: square === undefined ? `longest side ${longestSide} of the ${longestSideOf}` : `square ${square}`,
    scales: scales.join(' '),
    decoder: `sharp ${sharpVersion()}`,
  };
}
