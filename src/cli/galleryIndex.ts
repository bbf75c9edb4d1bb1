import { Command } from 'commander';
import { addCommand } from './galleryIndex/add.js';
import { buildCommand } from './galleryIndex/build.js';
import { checkCommand } from './galleryIndex/check.js';
import { infoCommand } from './galleryIndex/info.js';
import { removeCommand } from './galleryIndex/remove.js';
import { searchCommand } from './galleryIndex/search.js';
import { example } from './output.js';

/** `index`: an index of the gallery's vectors, for galleries that are larger than memory or must answer at once. */
export function indexCommand(): Command {
  return new Command('index')
    .description("an index of a gallery's vectors: build, add, remove, search, check, info")
    .addCommand(buildCommand())
    .addCommand(addCommand())
    .addCommand(removeCommand())
    .addCommand(searchCommand())
    .addCommand(checkCommand())
    .addCommand(infoCommand())
    .addHelpText(
      'after',
      example(
        'asym index build --index index/ --gallery vectors.npy',
        'asym index check --index index/ --queries queries.npy',
        'asym index search --index index/ --queries queries.npy --top 5',
      ),
    );
}
