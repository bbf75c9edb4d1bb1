import { Option, type Command } from 'commander';

/** `--index`, as every command that works on one takes it. */
export function indexOption(): Option {
  return new Option('--index <folder>', 'the folder of the index').makeOptionMandatory();
}

/** `--set`, which may come again. */
export function settingsOption(what: string): Option {
  return new Option('--set <key=value,...>', what).argParser((text: string, before: string[] = []) => [
    ...before,
    text,
  ]);
}

/** Adds the options of a file of vectors and of the names of its rows. */
export function withVectors(command: Command): Command {
  return command
    .requiredOption(
      '--gallery <file>',
      "the gallery model's vectors (.npy, .npz, .safetensors, .parquet, .mat)",
    )
    .option('--ids <file>', 'ids of the rows, one a line or CSV; default: those in the file or beside it')
    .option('--id-column <name>', 'column or array with the ids of the rows')
    .option('--array <name>', 'array, tensor or column of the file that holds the vectors')
    .option(
      '--gallery-model <name>',
      'the model that the vectors are of; default: as `asym extract` notes it beside them',
    );
}
