import { Command, Option } from 'commander';
import { labelsProtocol, protocolNames } from '../datasets/groundTruth/protocolNames.js';
import { withEngine } from './engine.js';
import { jsonOption, positiveInteger, wholeNumber } from './options.js';
import { shard } from './shard.js';
import { whenRun } from './whenRun.js';
import { example } from './output.js';

const helpText = `
Ground truth, as its owners give it:
  roxford5k, rparis6k        gnd_roxford5k.pkl, gnd_rparis6k.pkl (read without running anything in it)
  google-landmarks-v2        retrieval_solution_v2.1.csv; give index.csv by --gallery-ids, test.csv by --query-ids
  in-shop                    list_eval_partition.txt
  stanford-online-products   Ebay_test.txt
  cub-200-2011               the folder with images.txt, image_class_labels.txt, train_test_split.txt, classes.txt

Your own labels (--protocol labels): a CSV by --labels with id (or path) and label. Without roles every picture is searched
among all others; a column role (query, gallery, both) divides them, and --queries names the vectors of the queries where
another model made them. Pictures without a label are right for no query. Boxes x1,y1,x2,y2 make ids such as
a.jpg#0,0,10,10, and what is cut from a query's own picture is left out of its ranking. --junk is a CSV with query and
gallery: pairs that count neither way; --ignore lists ids that take no part. Printed are the numbers of all queries, label
by label, and the queries that are served worst.

Embeddings: .npy, .npz, .safetensors, .parquet or .mat. Rows may lie in any order: they are found by their names, in
whatever column or file beside the vectors has those of the ground truth. Rows without names, such as those of the owners'
.mat files, count in the order of the ground truth, or of the table of labels, with --by-order. Further files of --gallery
are distractors, such as the million of
ROxford5k and RParis6k; they are read in blocks and never held. A .mat file has pictures as columns, queries in Q and
gallery in X, unless you say otherwise. Numbers are per cent; intervals are 95 % bootstrap intervals over queries.

A large gallery is searched in shards, in processes here (--engine local) or on machines that see the same files: each with
--shard i/n leaves a part, and --merge n joins them. The numbers are to the last bit those of one process. A part that is
there is not computed again.
`;

/** `evaluate`: scores embeddings, made here or elsewhere, by the protocol of a benchmark. */
export function evaluateCommand(): Command {
  const command = new Command('evaluate')
    .description("score files of embeddings by a benchmark's own protocol, or by your own labels")
    .addOption(
      new Option('--protocol <name>', 'which benchmark, or `labels` for your own')
        .choices([...protocolNames, labelsProtocol])
        .makeOptionMandatory(),
    )
    .option(
      '--queries <file>',
      "the query model's vectors of the queries; with `labels` the default is the gallery",
    )
    .requiredOption('--gallery <files...>', "the gallery model's vectors of the gallery, then of distractors")
    .option('--ground-truth <path>', "of a benchmark: the owners' file or folder, see below")
    .option('--labels <file>', 'of `labels`: CSV with id (or path) and label, see below')
    .option('--junk <file>', 'of `labels`: CSV with query and gallery, pairs that count neither way')
    .option('--ignore <file>', 'of `labels`: ids that take no part, one a line or CSV with a column id')
    .option('--failures <n>', 'of `labels`: queries served worst that are shown', wholeNumber, 5)
    .option('--query-ids <file>', 'ids of the rows of --queries: one a line, or CSV with a column id')
    .option('--gallery-ids <files...>', 'ids of the rows of --gallery, one file for each')
    .option(
      '--by-order',
      'rows are in the order of the ground truth or of the table of labels; names are not read',
      false,
    )
    .option('--query-array <name>', 'array, tensor or column that holds the queries')
    .option('--gallery-array <name>', 'array, tensor or column that holds the gallery')
    .addOption(
      new Option('--pictures-are <what>', 'how the arrays lie; default: columns of .mat, else rows').choices([
        'rows',
        'columns',
      ]),
    )
    .addOption(
      new Option('--similarity <name>', 'cosine divides every vector of the gallery by its length')
        .choices(['inner-product', 'cosine'])
        .default('inner-product'),
    )
    .addOption(
      new Option('--bird-split <name>', 'which birds are tested')
        .choices(['unseen-classes', 'official'])
        .default('unseen-classes'),
    )
    .option('--per-query', 'with --json: the numbers of every query as well', false)
    .option('--shard <i/n>', 'search only the i-th of n parts of the gallery, into --parts', shard)
    .addOption(
      new Option('--merge <n>', 'join n parts that --shard has left')
        .argParser(positiveInteger)
        .conflicts('shard'),
    )
    .option('--parts <folder>', 'where the parts are; default in data/cache/evaluations')
    .addOption(jsonOption())
    .addHelpText('after', helpText)
    .addHelpText(
      'after',
      example(
        'asym evaluate --protocol roxford5k --queries q.npy --gallery x.npy --ground-truth gnd_roxford5k.pkl --json',
        'asym evaluate --protocol roxford5k --queries roxford5k_resnet_rsfm120k_gem.mat \\\n      --gallery roxford5k_resnet_rsfm120k_gem.mat --ground-truth gnd_roxford5k.pkl --by-order',
        'asym evaluate --protocol labels --labels labels.csv --gallery vectors.npz',
        'asym evaluate --protocol rparis6k --queries q.npy --gallery x.npy revisitop1m.npy --ground-truth gnd_rparis6k.pkl',
        'asym evaluate --protocol labels --labels labels.csv --gallery vectors.npy --engine local --workers 2',
      ),
    )
    .action(whenRun(() => import('./evaluate/run.js')));
  return withEngine(command, ['merge']);
}
