import { Command } from 'commander';
import { selectBackend } from '../compute/backend/selectBackend.js';
import { preparationBars } from '../report/notebook/preparationBars.js';
import { openTrainedModel } from '../trainedModels/openTrainedModel.js';
import { pictureList } from '../trainedModels/pictureList.js';
import type { PictureSearch } from '../trainedModels/pictureSearch.js';
import { interruption } from './interruption.js';
import { jsonOption, positiveInteger } from './options.js';
import { example, printJson } from './output.js';

interface Options {
  model: string;
  queries: string[];
  gallery?: string;
  ids?: string;
  array?: string;
  top: number;
  json: boolean;
}

/** `search`: ranks a gallery by its similarity to pictures, which the query model embeds. */
export function searchCommand(): Command {
  return new Command('search')
    .description('embed pictures with a query model and print the most similar pictures of a gallery')
    .requiredOption('--model <folder>', 'a query model that `asym train` has saved')
    .requiredOption('--queries <pictures...>', 'JPEG, PNG or WebP files, or folders of them')
    .option(
      '--gallery <file>',
      "the gallery model's vectors (.npy, .npz, .safetensors, .parquet, .mat); default: the gallery of the training run",
    )
    .option('--ids <file>', 'ids of the rows, one a line or CSV; default: those in the file or beside it')
    .option('--array <name>', 'array, tensor or column of the file that holds the vectors')
    .option('--top <n>', 'results for each picture', positiveInteger, 10)
    .addOption(jsonOption())
    .addHelpText(
      'after',
      example(
        'asym search --model data/models/query --gallery vectors.npy --ids ids.txt --queries a.jpg b.jpg --top 5',
        'asym search --model data/models/query --queries photos/ --json',
      ),
    )
    .action(search);
}

async function search({ model: folder, queries, top, json, ...choices }: Options): Promise<void> {
  await selectBackend();
  const pictures = pictureList(queries, '--queries');
  const trained = await openTrainedModel(folder);
  const bars = preparationBars();
  try {
    const options = { ...choices, top, onProgress: bars.update, signal: interruption() };
    const found = await trained.search(pictures, options);
    bars.stop();
    print(found, folder, json);
  } finally {
    bars.stop();
    trained.dispose();
  }
}

function print({ gallery, queries }: PictureSearch, model: string, json: boolean): void {
  const found = queries.map(({ id: query, results }) => ({
    query,
    results: results.map(({ rank, id, similarity }) => ({
      rank,
      id,
      similarity: Number(similarity.toFixed(6)),
    })),
  }));
  if (json) return printJson({ model, gallery, queries: found });
  for (const { query, results } of found) {
    console.log(query);
    for (const { rank, similarity, id } of results) {
      console.log(`${String(rank).padStart(5)}  ${similarity.toFixed(4).padStart(7)}  ${id}`);
    }
  }
}
