import { Command, InvalidArgumentError } from 'commander';
import { selectBackend } from '../compute/backend/selectBackend.js';
import { readingData } from '../errors.js';
import { readTrainingRun } from '../trainedModels/trainingRun.js';
import { loadQueryModel } from '../models/queryModelFiles.js';
import { exactSearch } from '../retrieval/ranking/exactSearch.js';
import type { RunConfig } from '../experiments/runConfig.js';
import { preparationBars } from '../report/notebook/preparationBars.js';
import { interruption } from './interruption.js';
import { example, jsonOption, printJson } from './output.js';
import {
  openSearchedGallery,
  type GalleryChoices,
  type SearchedGallery,
} from '../trainedModels/searchedGallery.js';
import { embedQueries, queryPictures } from '../trainedModels/queryPictures.js';

interface Options extends GalleryChoices {
  model: string;
  queries: string[];
  top: number;
  json: boolean;
}

interface Found {
  query: string;
  results: { rank: number; id: string; similarity: number }[];
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
    .option('--top <n>', 'results for each picture', wholeNumber, 10)
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
  const pictures = queryPictures(queries);
  const model = await readingData(() => loadQueryModel(folder));
  try {
    const run = (await readingData(() => readTrainingRun(folder, model.config)))?.manifest.config;
    const gallery = await openGallery(choices, run, model.dimension);
    const vectors = await readingData(() => embedQueries(model, pictures, run));
    const { k, rows, scores } = await exactSearch({ queries: vectors, gallery: gallery.source, k: top });
    const found = pictures.map(({ id }, query): Found => {
      const places = Array.from({ length: k }, (_, rank) => query * k + rank);
      return {
        query: id,
        results: places.map((place, rank) => ({
          rank: rank + 1,
          id: gallery.id(rows[place]!),
          similarity: Number(scores[place]!.toFixed(6)),
        })),
      };
    });
    print(found, gallery, folder, json);
  } finally {
    model.dispose();
  }
}

/** Opens the gallery with a bar for what has to be prepared, until Ctrl-C. */
async function openGallery(
  choices: GalleryChoices,
  run: RunConfig | undefined,
  dimension: number,
): Promise<SearchedGallery> {
  const bars = preparationBars();
  try {
    const options = { onProgress: bars.update, signal: interruption() };
    return await openSearchedGallery(choices, run, dimension, options);
  } finally {
    bars.stop();
  }
}

function print(found: Found[], { name, rows }: SearchedGallery, model: string, json: boolean): void {
  if (json) return printJson({ model, gallery: { name, rows }, queries: found });
  for (const { query, results } of found) {
    console.log(query);
    for (const { rank, similarity, id } of results) {
      console.log(`${String(rank).padStart(5)}  ${similarity.toFixed(4).padStart(7)}  ${id}`);
    }
  }
}

function wholeNumber(text: string): number {
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number above 0.');
}
