import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { readRegular } from '../../base/files/regularFile.js';
import { jsonObject } from '../../base/config/jsonObject.js';
import { RetrievalError } from '../../errors.js';
import type { GalleryModelConfigInput } from '../galleryModelConfig.js';
import { chooseOutput, pictureInput } from './onnxValues.js';
import { readOnnxFile, readOnnxHeader, type OnnxValue } from './onnxHeader.js';
import { pictureFields, type PictureFields } from './preprocessorFields.js';

/** A configuration for an ONNX file, and where each of its fields comes from. */
export interface DescribedOnnxModel {
  config: Extract<GalleryModelConfigInput, { name: 'onnx' }>;
  /** What is fed and read, a sentence each. */
  said: string[];
}

/** Files beside `NAME.onnx`, or in the folder above, that say how it wants its pictures. */
const sidecars = ['preprocessor_config.json', 'preprocessor.json', 'config.json'];

const usual = {
  size: 224,
  layout: 'nchw',
  order: 'rgb',
  mean: [123.675, 116.28, 103.53],
  deviation: [58.395, 57.12, 57.375],
} as const;

/** Models that are exported here take pixels as they are. */
const exported: PictureFields = { order: 'rgb', mean: [0, 0, 0], deviation: [1, 1, 1] };

/**
 * Finds out how an ONNX model wants its pictures: by what the caller says, else by the file's own metadata, by a JSON file
 * beside it (`NAME.json`, `preprocessor_config.json`, timm's `config.json`), by the shape of its input, else as ImageNet's
 * models do.
 *
 * @param given fields that the caller knows; see `preprocessorFields`
 * @throws RetrievalError for a file that is no ONNX model of pictures, and for fields that cannot be read.
 */
export async function describeOnnxModel(
  file: string,
  given: Record<string, unknown> = {},
): Promise<DescribedOnnxModel> {
  const header = readOnnxHeader(await readOnnxFile(file), file);
  const input = pictureInput(header, file);
  const sources: [string, PictureFields][] = [
    ['as given', pictureFields(given, '--onnx')],
    ["by the file's metadata", pictureFields(header.metadata, `${file}, metadata`)],
    ...(await sidecarFields(file)),
    ['as this library exports', header.producer === 'asymmetric-retrieval' ? exported : {}],
    ["by the input's shape", shapeFields(input)],
    ['assumed, as ImageNet', { ...usual, mean: [...usual.mean], deviation: [...usual.deviation] }],
  ];
  const found = <Field extends keyof PictureFields>(field: Field) => {
    const [source, fields] = sources.find(([, candidate]) => candidate[field] !== undefined)!;
    return { value: fields[field]!, source };
  };
  const [size, layout, order] = [found('size'), found('layout'), found('order')];
  const scaled = sources.find(([source]) => source === size.source)![1].scaled;
  const [mean, deviation] = [found('mean'), found('deviation')];
  checkShape(input, size.value, layout.value, file);
  const output = chooseOutput(header, sources.map(([, fields]) => fields.output).find(Boolean), file);
  return {
    config: {
      name: 'onnx',
      file,
      size: size.value,
      ...(scaled && { scaled }),
      layout: layout.value,
      order: order.value,
      mean: mean.value,
      deviation: deviation.value,
      output: output.name,
    },
    said: [
      `Input ${described(input)}: ${scaled ? `the middle ${size.value} of squares of ${scaled}` : `squares of ${size.value}`} pixels (${size.source}), ${layout.value} (${layout.source}), ${order.value} (${order.source})`,
      `Pixels 0..255 minus ${mean.value.join(', ')} (${mean.source}), divided by ${deviation.value.join(', ')} (${deviation.source})`,
      `Output ${described(output)}${output.shape?.length === 3 ? ', of which the first token is taken' : ''}`,
    ],
  };
}

async function sidecarFields(file: string): Promise<[string, PictureFields][]> {
  const folders = [dirname(file), dirname(dirname(file))];
  const paths = [
    file.replace(/\.onnx$/i, '.json'),
    ...folders.flatMap((folder) => sidecars.map((name) => join(folder, name))),
  ];
  const present = [...new Set(paths)].filter((path) => existsSync(path));
  return Promise.all(
    present.map(async (path): Promise<[string, PictureFields]> => {
      const fields = parsed((await readRegular(path)).toString(), path);
      // The configuration of a network says much else.
      const { pretrained_cfg, image_size } = fields;
      const said = basename(path) === 'config.json' ? { pretrained_cfg, image_size } : fields;
      return [`by ${path}`, pictureFields(said, path)];
    }),
  );
}

function parsed(text: string, file: string): Record<string, unknown> {
  const fields = jsonObject(text);
  if (fields) return fields;
  throw new RetrievalError({
    what: 'The file beside the model is no JSON object',
    where: file,
    expected: '{"size": 224, "mean": [0.48, 0.46, 0.41], "deviation": [0.27, 0.26, 0.28]}',
    found: text.slice(0, 60),
    fix: 'correct it, or move it elsewhere',
    kind: 'data',
  });
}

/** `[B, 3, S, S]` or `[B, S, S, 3]`, as far as the sides are numbers. */
function shapeFields({ shape = [] }: OnnxValue): PictureFields {
  const [, second, third, fourth] = shape;
  const layout = second === 3 ? 'nchw' : fourth === 3 ? 'nhwc' : undefined;
  const size = layout === 'nhwc' ? second : third;
  return { ...(layout && { layout }), ...(typeof size === 'number' && { size }) };
}

function checkShape(input: OnnxValue, size: number, layout: 'nchw' | 'nhwc', file: string): void {
  const wanted = layout === 'nchw' ? [3, size, size] : [size, size, 3];
  const fits = input.shape?.slice(1).every((side, axis) => typeof side === 'string' || side === wanted[axis]);
  if (fits !== false) return;
  throw new RetrievalError({
    what: 'The pictures do not fit the input of the model',
    where: `${file}, input ${input.name}`,
    expected: described(input),
    found: `[B, ${wanted.join(', ')}]`,
    fix: 'leave out what --onnx or the files beside the model say of size and layout, or correct it',
    kind: 'usage',
  });
}

const described = ({ name, shape, element }: OnnxValue): string =>
  `${name} ${element}${shape ? ` [${shape.map((side) => (side === '' ? '?' : side)).join(', ')}]` : ''}`;
