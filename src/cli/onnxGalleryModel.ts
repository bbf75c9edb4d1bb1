import { jsonObject } from '../base/config/jsonObject.js';
import { RetrievalError } from '../errors.js';
import { decodePicture } from '../images/decodePicture.js';
import { createGalleryModel } from '../models/createGalleryModel.js';
import type { GalleryModel } from '../models/galleryModel.js';
import { hubOnnxModel } from '../models/hub/hubModel.js';
import { isHubName } from '../models/hub/hubName.js';
import { describeOnnxModel } from '../models/onnx/describeOnnxModel.js';
import { tryModel } from '../models/onnx/tryModel.js';

/** Whether a text names a model in an ONNX file, on the disk or in the hub. */
export const isOnnxFile = (text: string): boolean => /\.onnx$/i.test(text) || isHubName(text);

/**
 * Opens an ONNX file as a gallery model, says what it was taken to want, and tries it on a picture.
 * @param place its path, or `hf:owner/name`
 * @param given JSON with `size`, `layout`, `order`, `mean`, `deviation`, `output`; what it leaves out is found out
 * @param picture path of one of the pictures
 */
export async function onnxGalleryModel(
  place: string,
  given: string | undefined,
  picture: string | undefined,
): Promise<GalleryModel> {
  const file = isHubName(place) ? await hubOnnxModel(place) : place;
  const { config, said } = await describeOnnxModel(file, fieldsOf(given));
  const model = await createGalleryModel(config);
  for (const line of said) console.error(line);
  if (picture === undefined) return model;
  // A picture that is broken is reported with the others.
  const pixels = await decodePicture(picture, { size: model.size }).catch(() => undefined);
  if (!pixels) return model;
  const cosine = await tryModel(model, pixels);
  console.error(
    `Tried on ${picture}: ${model.dimension} numbers, cosine ${cosine.toFixed(3)} with an empty picture (--onnx changes any of it)`,
  );
  return model;
}

function fieldsOf(text: string | undefined): Record<string, unknown> {
  if (text === undefined) return {};
  const fields = jsonObject(text);
  if (fields) return fields;
  throw new RetrievalError({
    what: 'What is said of the ONNX model is no JSON object',
    where: '--onnx',
    expected: '{"size":224,"mean":[0.48,0.46,0.41],"deviation":[0.27,0.26,0.28]}',
    found: text,
    kind: 'usage',
  });
}
