import { describeDataset } from '../datasets/describeDataset.js';
import type { Preparation } from './preparation.js';

/** How a picture is prepared, as a sentence. */
export function describePreparation({ scaled, size, framing }: Preparation, dataset = ''): string {
  const frame =
    framing === 'drawing' && describeDataset(dataset).pictureKind === 'drawing'
      ? 'crop the drawing and pad it to a square with a margin of 5 %; '
      : '';
  const cut = scaled > size ? `, then cut the middle ${size} x ${size}` : '';
  return `${frame}scale the whole picture to ${scaled} x ${scaled} pixels whatever its shape${cut}.`;
}
