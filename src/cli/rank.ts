import { Argument, Command, InvalidArgumentError } from 'commander';
import { jsonOption, megapixelsOption, positiveInteger, skipBrokenOption } from './options.js';
import { example } from './output.js';
import { whenRun } from './whenRun.js';

const helpText = `
A training goes by the lists of a ranker, or of the file, with --set 'loss.neighbours={"from":"ranker",...}'; give it the
same pictures and the same --split. \`asym list rankers\` has the rankers, \`asym describe reciprocal\` the options of one.
`;

/** `rank`: ranks the training pictures by one another, before any training. */
export function rankCommand(): Command {
  return new Command('rank')
    .description(
      'rank the training pictures for each of them by a ranker, such as k-reciprocal re-ranking; measure the lists, write them',
    )
    .addArgument(
      new Argument(
        '<pictures>',
        'a folder of pictures (folders in it are labels; none are needed), a CSV file, a list of paths, a store or an archive of pictures as in `asym train`, or the name of a data set',
      ),
    )
    .requiredOption(
      '--ranker <recipe>',
      'a ranker with its defaults (reciprocal), its configuration as JSON, or a JSON or YAML file of it',
    )
    .option('--split <name>', 'whose training pictures are ranked; default as in `asym train`')
    .option(
      '--vectors <file>',
      "the gallery model's vectors of the pictures (.npy, .npz, .safetensors, .parquet, .mat); default: it embeds them",
    )
    .option(
      '--by-order',
      'rows of --vectors are in the order of the pictures; default: they are found by the names in the file or beside it',
    )
    .option(
      '--set <key=value>',
      'gallery, galleryPhotos, galleryTreatment, whitenedDimension or featureSize, as `asym train` takes them; repeatable',
      (text: string, before: string[] = []) => [...before, text],
    )
    .addOption(skipBrokenOption())
    .addOption(megapixelsOption())
    .option('--length <n>', 'places of each list, at most one for each picture', listLength, 512)
    .option(
      '--evaluate',
      'print mAP and the precision at 10 of the lists by labels, beside those of plain cosine',
      false,
    )
    .option('--out <file>', 'lists to write, by ids: JSON lines (.jsonl) or lines of TREC (.trec)')
    .option('--overwrite', 'replace a file that is there', false)
    .addOption(jsonOption())
    .addHelpText('after', helpText)
    .addHelpText(
      'after',
      example(
        'asym rank photos/ --ranker reciprocal --evaluate',
        'asym rank photos/ --vectors vectors.npy --ranker \'{"kind":"reciprocal","k1":8,"k2":3}\' --out lists.jsonl',
        'asym rank grocery --ranker ranker.json --length 100 --evaluate --json',
      ),
    )
    .action(whenRun(() => import('./rank/run.js')));
}

/** A list has another picture behind the picture itself. */
function listLength(text: string): number {
  const length = positiveInteger(text);
  if (length >= 2) return length;
  throw new InvalidArgumentError('It must be a whole number above 1.');
}
