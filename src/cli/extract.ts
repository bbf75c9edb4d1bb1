import { Command, InvalidArgumentError, Option } from 'commander';
import { embeddingFormats } from '../vectors/formats/embeddingFormats.js';
import {
  jsonOption,
  megapixelsOption,
  numberList,
  onnxOption,
  positiveInteger,
  skipBrokenOption,
} from './options.js';
import { shard } from './shard.js';
import { withEngine } from './engine.js';
import { whenRun } from './whenRun.js';
import { example } from './output.js';

const helpText = `
Queries of a benchmark are cut to their boxes before anything else. The same command goes on with a file that was begun,
whether it was stopped or killed, and with photos that were added to the end.
`;

/** `extract`: embeds photos into a file of vectors. */
export function extractCommand(): Command {
  const command = new Command('extract')
    .description(
      'embed photos with a gallery or query model into a file of vectors and ids; goes on after a stop',
    )
    .requiredOption(
      '--model <model>',
      "a gallery model's name or configuration (JSON), an ONNX file or its name in the hub (hf:owner/name), or a query model's folder",
    )
    .addOption(onnxOption())
    .requiredOption(
      '--pictures <what>',
      'a folder, a CSV file (path[,id][,x1,y1,x2,y2]), s3://bucket/prefix/, a .tar or .parquet (also s3:// and https://, with {000..007} and *), or a benchmark NAME[:SPLIT][:fit|queries|gallery]',
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
    .option(
      '--shard <i/n>',
      'only the i-th of n parts, into NAME.shards; `asym merge` joins them once all are there',
      shard,
    )
    .addOption(skipBrokenOption())
    .addOption(megapixelsOption())
    .option('--overwrite', 'replace vectors of another model or other settings')
    .addOption(jsonOption())
    .addHelpText('after', helpText)
    .addHelpText(
      'after',
      example(
        'asym extract --model efficientNetLite2 --pictures photos/ --out gallery.npy',
        'asym extract --model clip-vision.onnx --pictures photos/ --out gallery.parquet',
        'asym extract --model gem.json --pictures roxford5k:queries --out queries.npy',
        'asym extract --model efficientNetLite2 --pictures photos/ --out gallery.npy --shard 2/4',
        'asym extract --model efficientNetLite2 --pictures photos/ --out gallery.npy --engine local --workers 4',
        'asym extract --model data/models/query --pictures list.csv --square 64 --out queries.parquet --json',
      ),
    )
    .action(whenRun(() => import('./extract/run.js')));
  return withEngine(command);
}

function boxOrPicture(text: string): 'box' | 'picture' {
  if (text === 'box' || text === 'picture') return text;
  throw new InvalidArgumentError('Give box or picture.');
}
