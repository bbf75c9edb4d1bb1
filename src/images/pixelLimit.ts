import { RetrievalError } from '../errors.js';

/** Name of the environment variable that raises the limit, which `--max-megapixels` of the commands sets. */
export const pixelLimitVariable = 'ASYMMETRIC_MAX_MEGAPIXELS';

const usualMegapixels = 50;

/**
 * Pixels of the largest picture that is decoded; larger ones are refused by their header, so that a small file cannot fill
 * the memory. 50 megapixels, or those that `ASYMMETRIC_MAX_MEGAPIXELS` says; a decoded picture takes 3 bytes a pixel.
 *
 * @throws RetrievalError (usage) for a value that is no number above 0.
 */
export function pixelLimit(): number {
  const text = process.env[pixelLimitVariable];
  if (text === undefined) return usualMegapixels * 1e6;
  const megapixels = text.trim() === '' ? NaN : Number(text);
  if (megapixels > 0 && megapixels < Infinity) return Math.floor(megapixels * 1e6);
  throw new RetrievalError({
    what: 'The largest size of a picture is not usable',
    where: pixelLimitVariable,
    expected: `megapixels, a number above 0; ${usualMegapixels} without it`,
    found: text,
    kind: 'usage',
  });
}
