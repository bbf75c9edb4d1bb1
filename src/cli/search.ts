import { Command, Option } from 'commander';
import { terminalProtocols } from './search/terminalGraphics.js';
import {
  jsonOption,
  megapixelsOption,
  onnxOption,
  positiveInteger,
  skipBrokenOption,
  withGalleryFile,
} from './options.js';
import { whenRun } from './whenRun.js';
import { example } from './output.js';

/** `search`: ranks a gallery by its similarity to pictures, which the query model embeds. */
export function searchCommand(): Command {
  const named = new Command('search')
    .description(
      'embed pictures with a query model, print the most similar pictures of a gallery and show them',
    )
    .requiredOption(
      '--model <model>',
      'the folder of a query model that `asym train` has saved, an ONNX file, or hf:owner/name',
    )
    .addOption(onnxOption())
    .requiredOption('--queries <pictures...>', 'JPEG, PNG or WebP files, or folders of them');
  return withGalleryFile(named)
    .option('--top <n>', 'results for each picture', positiveInteger, 10)
    .option(
      '--pictures <paths...>',
      "the gallery's pictures, to show them: files or folders, found by their ids; default: those of the training run",
    )
    .addOption(
      new Option(
        '--thumbnails <how>',
        'how pictures are shown; `auto`: in the terminal where it can, else as a page; nothing where the output is no terminal',
      )
        .choices(['auto', 'off', ...terminalProtocols, 'page'])
        .default('auto'),
    )
    .option('--page <file>', 'write the page of pictures here; default of the page: data/search.html')
    .addOption(skipBrokenOption())
    .addOption(megapixelsOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      example(
        'asym search --model data/models/query --gallery vectors.npy --ids ids.txt --queries a.jpg b.jpg --top 5',
        'asym search --model data/models/query --queries photos/ --page found.html',
        'asym search --model data/models/query --queries photos/ --json',
        'asym search --model data/models/query --index index/ --queries photos/',
        'asym search --model query.onnx --gallery vectors.parquet --queries a.jpg',
      ),
    )
    .action(whenRun(() => import('./search/run.js')));
}
