import { fedPixels } from '../fedPixels.js';
import type { Plan } from '../plan.js';

/**
 * How pictures are prepared for the file, for its metadata, in the fields of a Hugging Face `preprocessor_config.json`: bring
 * to `size`, whatever the shape, cut the middle `crop_size`, leave the values as they are.
 */
export function pictureMetadata({ size, scaled = size }: Plan): Record<string, string> {
  const square = (side: number) => ({ height: side, width: side });
  const fields = {
    do_resize: true,
    size: square(scaled),
    do_center_crop: true,
    crop_size: square(size),
    do_rescale: false,
    do_normalize: true,
    image_mean: fedPixels.mean,
    image_std: fedPixels.deviation,
    layout: fedPixels.layouts.onnx,
    order: fedPixels.order,
  };
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [
      key,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  );
}
