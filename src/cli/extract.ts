import { Command, InvalidArgumentError, Option } from 'commander';
import { selectBackend } from '../compute/backend/selectBackend.js';
import { extractPhotos, type ExtractedPhotos } from '../extraction/extractPhotos.js';
import { readNpyMatrix } from '../vectors/formats/npy.js';
import { readingData, RetrievalError } from '../errors.js';
import { sha256OfFile } from '../base/files/sha256.js';
import { embeddingFormats } from '../vectors/formats/embeddingFormats.js';
import { readIdsFile } from '../vectors/readIds.js';
import { writeEmbeddingFile } from '../vectors/writeEmbeddingFile.js';
import { extractModel } from './extract/extractModel.js';
import { extractPictures } from './extract/extractPictures.js';
import { extractionBar } from './extract/extractionBar.js';
import type { PhotoSizing } from '../images/decodePhoto.js';
import { interruption } from './interruption.js';
import { jsonOption, positiveInteger } from './options.js';
import { example, printJson } from './output.js';

interface Options {
  model: string;
  pictures: string;
  folder?: string;
  out: string;
  longestSide?: number;
  scales?: number[];
  square?: number;
  longestSideOf?: PhotoSizing['longestSideOf'];
  batch?: number;
  float16?: boolean;
  skipBroken?: boolean;
  overwrite?: boolean;
  json?: boolean;
}

const helpText = `
Queries of a benchmark are cut to their boxes before anything else. The same command goes on with a file that was begun,
whether it was stopped or killed, and with photos that were added to the end.
`;

/** `extract`: embeds photos into a file of vectors. */
export function extractCommand(): Command {
  return new Command('extract')
    .description(
      'embed photos with a gallery or query model into a file of vectors and ids; goes on after a stop',
    )
    .requiredOption(
      '--model <model>',
      "a gallery model's name or configuration (JSON), or a query model's folder",
    )
    .requiredOption(
      '--pictures <what>',
      'a folder, a CSV file (path[,id][,x1,y1,x2,y2]), or a benchmark NAME[:SPLIT][:fit|queries|gallery]',
    )
    .requiredOption('--out <file>', `vectors to write, by ending: ${embeddingFormats.join(', ')}`)
    .option('--folder <folder>', 'where the benchmark is; default data/benchmarks/NAME')
    .option('--longest-side <pixels>', 'larger photos are shrunk to it, default 1024', positiveInteger)
    .option(
      '--longest-side-of <what>',
      'of the box (default), or of the whole picture around it',
      boxOrPicture,
    )
    .option(
      '--scales <list>',
      'of the multi-scale vectors, default 1,0.7071,1.4142; of squares 1',
      numberList,
    )
    .addOption(
      new Option('--square <pixels>', "squash to squares instead; default for query models: the model's size")
        .argParser(positiveInteger)
        .conflicts(['longestSide', 'longestSideOf']),
    )
    .option(
      '--batch <n>',
      'pictures of equal size in one run of the network; default 1, of squares 16',
      positiveInteger,
    )
    .option('--float16', 'half the size on disk, three digits (.npy only)')
    .option('--skip-broken', 'leave out and list pictures that can not be decoded; default is to stop')
    .option('--overwrite', 'replace vectors of another model or other settings')
    .addOption(jsonOption())
    .addHelpText('after', helpText)
    .addHelpText(
      'after',
      example(
        'asym extract --model efficientNetLite2 --pictures photos/ --out gallery.npy',
        'asym extract --model gem.json --pictures roxford5k:queries --out queries.npy',
        'asym extract --model data/models/query --pictures list.csv --square 64 --out queries.parquet --json',
      ),
    )
    .action(extract);
}

async function extract(options: Options): Promise<void> {
  const { out, pictures, folder, json } = options;
  const vectors = npyBeside(out, options.float16 ?? false);
  await selectBackend();
  const { photos, notes } = await readingData(() => extractPictures(pictures, folder));
  if (!json) for (const note of notes) console.error(note);
  const { model, square } = await readingData(() => extractModel(options.model));
  const bar = extractionBar();
  try {
    const result = await extractPhotos({
      ...options,
      model,
      photos,
      out: vectors,
      // Asking for a longest side means: no squares.
      square: options.square ?? (options.longestSide === undefined ? square : undefined),
      signal: interruption(),
      onProgress: bar.update,
    });
    bar.stop();
    if (out !== vectors) await convert(result, out);
    await report(result, options, notes);
  } finally {
    bar.stop();
    model.dispose();
  }
}

/** The .npy file that is extracted into: the wanted file, or one beside it to be converted at the end. */
function npyBeside(out: string, float16: boolean): string {
  const format = embeddingFormats.find((name) => out.endsWith(`.${name}`));
  if (format && (format === 'npy' || !float16)) return out.replace(/\.[^.]+$/, '.npy');
  throw new RetrievalError({
    what: format ? 'Half precision is for .npy files only' : 'The ending of the file names no format',
    where: '--out',
    expected: format ? 'a name that ends in .npy' : embeddingFormats.map((name) => `.${name}`).join(', '),
    found: out,
    kind: 'usage',
  });
}

async function convert({ files }: ExtractedPhotos, out: string): Promise<void> {
  const [matrix, ids] = [await readNpyMatrix(files.vectors), await readIdsFile(files.ids)];
  await writeEmbeddingFile(out, { matrix, ids });
}

async function report(
  { files, rows, columns, broken, computed, seconds }: ExtractedPhotos,
  { out, json }: Options,
  notes: string[],
): Promise<void> {
  const picturesPerSecond = computed > 0 ? computed / seconds : undefined;
  if (json) {
    const { ids, manifest } = files;
    const sha256 = await sha256OfFile(out);
    const facts = { out, sha256, ids, manifest, rows, columns, broken, computed, seconds, picturesPerSecond };
    return printJson({ ...facts, notes });
  }
  const pace = picturesPerSecond
    ? `, ${computed} of them now at ${picturesPerSecond.toFixed(1)} pictures/s`
    : '';
  console.log(`${out}: ${rows} vectors of ${columns} numbers${pace}; ids in ${files.ids}`);
  if (broken.length === 0) return;
  console.log(`Left out as broken: ${broken.length}; all of them are in ${files.manifest}:`);
  for (const { id, reason } of broken.slice(0, 10)) console.log(`  ${id}: ${reason}`);
}

function numberList(text: string): number[] {
  const numbers = text.split(',').map((part) => (part.trim() === '' ? NaN : Number(part)));
  if (numbers.every((number) => number > 0)) return numbers;
  throw new InvalidArgumentError('Give positive numbers with commas between, for example 1,0.7071,1.4142.');
}

function boxOrPicture(text: string): 'box' | 'picture' {
  if (text === 'box' || text === 'picture') return text;
  throw new InvalidArgumentError('Give box or picture.');
}
