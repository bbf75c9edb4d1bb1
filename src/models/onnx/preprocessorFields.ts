import { RetrievalError } from '../../errors.js';

/** How a model wants its pictures, as far as something says so. */
export interface PictureFields {
  /** Side of the squares that the network takes. */
  size?: number;
  /** Side of the squares that pictures are brought to, where the network takes their middle only. */
  scaled?: number;
  layout?: 'nchw' | 'nhwc';
  order?: 'rgb' | 'bgr';
  /** Of pixel values 0..255. */
  mean?: [number, number, number];
  deviation?: [number, number, number];
  output?: string;
}

type Fields = Record<string, unknown>;

/** Names of the fields in ONNX metadata, in `preprocessor_config.json` (Hugging Face) and in timm's `config.json`. */
const names = {
  size: ['image_size', 'input_size', 'size', 'imgsz'],
  mean: ['image_mean', 'mean'],
  deviation: ['image_std', 'std', 'deviation'],
} as const;

/**
 * Reads how a model wants its pictures from what its maker wrote: the fields of `preprocessor_config.json`, of timm's
 * `pretrained_cfg`, or the library's own. Means and deviations of pixel values 0..1 become those of 0..255.
 *
 * @param fields values, or texts that hold them as JSON or as numbers with commas between
 * @throws RetrievalError for a field of this kind that cannot be read.
 */
export function pictureFields(fields: Fields, where: string): PictureFields {
  const inner = fields.pretrained_cfg ?? fields.preprocessor_config;
  if (inner !== undefined) return pictureFields(parsed(inner) as Fields, where);
  const read = (name: keyof typeof names): unknown => firstOf(fields, names[name]);
  const [mean, deviation] = [read('mean'), read('deviation')];
  const normalises = parsed(fields.do_normalize) !== false;
  const unit = scaleOf(fields, mean, deviation);
  return {
    ...sidesIn(fields, where),
    ...oneOf(fields, 'layout', ['nchw', 'nhwc'] as const, where),
    ...oneOf(fields, 'order', ['rgb', 'bgr'] as const, where),
    ...(mean !== undefined && normalises && { mean: triple(mean, unit, 'mean', where) }),
    ...(deviation !== undefined && normalises && { deviation: triple(deviation, unit, 'deviation', where) }),
    ...(!normalises && { mean: [0, 0, 0], deviation: [unit, unit, unit] }),
    ...(typeof fields.output === 'string' && { output: fields.output }),
  };
}

function firstOf(fields: Fields, keys: readonly string[]): unknown {
  return parsed(keys.map((key) => fields[key]).find((value) => value !== undefined && value !== null));
}

/**
 * The squares of the network and those that they are the middle of. Only a height with a width says that pictures are
 * brought to a square whatever their shape; a shortest edge says that they keep it.
 */
function sidesIn(fields: Fields, where: string): Pick<PictureFields, 'size' | 'scaled'> {
  const whole = firstOf(fields, names.size);
  const crop = parsed(fields.do_center_crop) === false ? undefined : firstOf(fields, ['crop_size']);
  if (crop === undefined) return whole === undefined ? {} : { size: sideOf(whole, where) };
  const size = sideOf(crop, where);
  const { height, width } = (whole ?? {}) as Fields;
  const isLargerSquare = typeof height === 'number' && height === width && height > size;
  return { size, ...(isLargerSquare && { scaled: height }) };
}

/** What a 1 of the model's pixel values is in 0..255: 255 for values 0..1. */
function scaleOf(fields: Fields, mean: unknown, deviation: unknown): number {
  const factor = Number(parsed(fields.rescale_factor));
  if (factor > 0) return 1 / factor;
  if (parsed(fields.do_rescale) !== undefined) return parsed(fields.do_rescale) === false ? 1 : 255;
  const numbers = [mean, deviation].flat().filter((value) => typeof value === 'number');
  return numbers.every((value) => value <= 1) ? 255 : 1;
}

function parsed(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value.includes(',') && !/^\s*[[{"]/.test(value) ? `[${value}]` : value);
  } catch {
    return value;
  }
}

/** `224`, `[3, 224, 224]`, `{height, width}` or `{shortest_edge}`. */
function sideOf(value: unknown, where: string): number {
  const { height, width, shortest_edge: edge } = (value ?? {}) as Record<string, unknown>;
  const sides = Array.isArray(value) ? value.filter((side) => side !== 3) : [width, height, edge, value];
  const numbers = sides.filter((side): side is number => typeof side === 'number');
  if (numbers.length > 0 && numbers.every((side) => side === numbers[0])) return numbers[0]!;
  throw unreadable('size', 'the side of a square in pixels', value, where);
}

function triple(value: unknown, unit: number, name: string, where: string): [number, number, number] {
  const numbers = Array.isArray(value) ? value : [value, value, value];
  if (numbers.length === 3 && numbers.every((number) => Number.isFinite(number))) {
    return numbers.map((number: number) => Number((number * unit).toFixed(4))) as [number, number, number];
  }
  throw unreadable(name, 'three numbers, one for each channel', value, where);
}

function oneOf<Name extends string, Value extends string>(
  fields: Fields,
  name: Name,
  values: readonly Value[],
  where: string,
): Partial<Record<Name, Value>> {
  const given = fields[name];
  if (given === undefined) return {};
  const found = values.find((value) => typeof given === 'string' && value === given.toLowerCase());
  if (found) return { [name]: found } as Record<Name, Value>;
  throw unreadable(name, values.join(' or '), given, where);
}

function unreadable(name: string, expected: string, found: unknown, where: string): RetrievalError {
  return new RetrievalError({
    what: `What is said of the model's pictures cannot be read: ${name}`,
    where,
    expected,
    found: JSON.stringify(found).slice(0, 100),
    fix: 'correct it, or say it with --onnx',
    kind: 'data',
  });
}
