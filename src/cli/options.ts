import { InvalidArgumentError, Option, type Command } from 'commander';
import { pixelLimitVariable } from '../images/pixelLimit.js';

/** `--json`, as every command that has results takes it. */
export function jsonOption(): Option {
  return new Option(
    '--json',
    'print one JSON document and nothing else, also of an error; progress goes to stderr',
  ).default(false, 'text');
}

/** Adds the options of a file with the gallery's vectors, and of the names of its rows. */
export function withGalleryFile(command: Command): Command {
  return command
    .option(
      '--gallery <file>',
      "the gallery model's vectors (.npy, .npz, .safetensors, .parquet, .mat); default: the gallery of the training run",
    )
    .option('--ids <file>', 'ids of the rows, one a line or CSV; default: those in the file or beside it')
    .option(
      '--id-column <name>',
      'column or array with the ids of the rows; default: `id`, or one called by a path',
    )
    .option('--array <name>', 'array, tensor or column of the file that holds the vectors')
    .addOption(
      new Option(
        '--index <folder>',
        'search an index that `asym index build` has made instead of a file',
      ).conflicts(['gallery', 'ids', 'idColumn', 'array']),
    )
    .option(
      '--index-settings <key=value,...>',
      'settings of the searches in it, see `asym describe` with its engine',
    );
}

/** Reads the value of an option: a whole number, 0 or more. */
export function wholeNumber(text: string): number {
  const number = text.trim() === '' ? NaN : Number(text);
  if (Number.isSafeInteger(number) && number >= 0) return number;
  throw new InvalidArgumentError('It must be a whole number.');
}

/** Reads the value of an option: a whole number, 1 or more. */
export function positiveInteger(text: string): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number >= 1) return number;
  const most = Number.MAX_SAFE_INTEGER.toLocaleString('en');
  throw new InvalidArgumentError(
    `It must be a whole number above 0${number > 0 ? `, at most ${most}` : ''}.`,
  );
}

/** Reads the value of an option: a number above 0. */
export function positiveNumber(text: string): number {
  const number = Number(text);
  if (number > 0 && number < Infinity) return number;
  throw new InvalidArgumentError('It must be a number above 0.');
}

/** Reads the value of an option: positive numbers with commas between. */
export function numberList(text: string): number[] {
  const numbers = text.split(',').map((part) => (part.trim() === '' ? NaN : Number(part)));
  if (numbers.every((number) => number > 0 && number < Infinity)) return numbers;
  throw new InvalidArgumentError('Give positive numbers with commas between, for example 1,0.7071,1.4142.');
}

/** Reads the value of an option: a share, between 0 and 1. */
export function share(text: string): number {
  const number = Number(text);
  if (number > 0 && number < 1) return number;
  throw new InvalidArgumentError('It must be a number between 0 and 1.');
}

/** `--skip-broken`, as every command that reads pictures takes it. */
export function skipBrokenOption(): Option {
  return new Option(
    '--skip-broken',
    'leave out and list pictures that can not be decoded; default is to name them all and stop',
  );
}

/** `--onnx`, as every command that takes an ONNX file as its model has it. */
export function onnxOption(): Option {
  return new Option(
    '--onnx <json>',
    'of a model in an ONNX file: size, layout, order, mean, deviation, output, as far as neither the file nor a JSON file beside it says them',
  );
}

/** `--max-megapixels`, as every command that reads pictures takes it: `pixelLimit` finds it in the environment. */
export function megapixelsOption(): Option {
  return new Option(
    '--max-megapixels <n>',
    'largest picture that is decoded, in megapixels; default 50 (or ASYMMETRIC_MAX_MEGAPIXELS)',
  ).argParser((text) => {
    const megapixels = positiveNumber(text);
    process.env[pixelLimitVariable] = text;
    return megapixels;
  });
}
