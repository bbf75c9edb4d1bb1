import { Command, InvalidArgumentError } from 'commander';
import { megapixelsOption, numberList, positiveInteger, wholeNumber, withGalleryFile } from './options.js';
import { whenRun } from './whenRun.js';
import { example } from './output.js';

/** `demo`: shows query models at work in a page of the browser. */
export function demoCommand(): Command {
  const named = new Command('demo')
    .description(
      'open a page in which query models run in the browser and search a gallery, beside what its large model would return; without options the photos of groceries that come along',
    )
    .option('--model <folders...>', 'query models of your own that `asym train` has saved');
  return withGalleryFile(named)
    .option(
      '--pictures <folder>',
      "the gallery's pictures, found by their ids; default: those of the training run",
    )
    .option(
      '--gallery-model <model>',
      'what embeds uploaded pictures for comparison, named as for `asym extract`; default: that of the training run',
    )
    .option('--square <pixels>', 'of --gallery-model, as given to `asym extract`', positiveInteger)
    .option('--longest-side <pixels>', 'of --gallery-model, as given to `asym extract`', positiveInteger)
    .option('--scales <list>', 'of --gallery-model, as given to `asym extract`', numberList)
    .option('--host <address>', 'where it listens', '127.0.0.1')
    .option('--port <n>', 'at which port; 0 takes a free one', port, 8317)
    .option('--export <folder>', 'write files for any web server instead, and end')
    .addOption(megapixelsOption())
    .addHelpText('after', http)
    .addHelpText(
      'after',
      example(
        'asym demo',
        'asym demo --model data/models/mine --gallery vectors.npy --pictures photos/',
        'asym demo --model data/models/mine --index index/ --pictures photos/',
        'asym demo --export site/',
      ),
    )
    .action(whenRun(() => import('./demo/run.js')));
}

function port(text: string): number {
  const number = wholeNumber(text);
  if (number <= 65_535) return number;
  throw new InvalidArgumentError('It must be a port, 0 to 65535.');
}

const http = `
A program asks as the page does, by POST /search with one of
  application/json          {"vector": [D numbers], "top": 10}, or {"row": 17} for a picture of the gallery;
                            "without": row leaves one out, "rows": [...] asks for their similarities too
  application/octet-stream  D float32 numbers, little-endian; ?top=10 and ?without=17 in the address
  image/jpeg, png or webp   a picture of at most 16 MiB, which the gallery model embeds
The answer is {"query", "milliseconds", "results": [{"rank", "row", "id", "label", "similarity"}], "similarities"}, an error
{"error": {"what", "where", "expected", "found", "fix"}}. 60 searches at once and 20 a second are taken of one address.

  $ curl --data-binary @photo.jpg -H 'Content-Type: image/jpeg' http://127.0.0.1:8317/search?top=5
`;
