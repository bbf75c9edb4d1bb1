import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checksumFile } from '../../../base/files/listedFiles.js';
import { embeddedGroceriesFolder } from '../../../datasets/grocery/embeddedGroceries.js';
import { readingData } from '../../../errors.js';
import { packGroceries } from '../../../study/embedded/packGroceries.js';
import { interruption } from '../../interruption.js';
import { printJson } from '../../output.js';
import { withProgress } from '../withProgress.js';

interface Options {
  from: string;
  folder?: string;
  json: boolean;
}

/** Makes the files of a data set from the originals. */
export async function run(
  _name: string,
  { from, folder = embeddedGroceriesFolder(), json }: Options,
): Promise<void> {
  const known = await readFile(join(embeddedGroceriesFolder(), checksumFile), 'utf8').catch(() => '');
  const files = await withProgress((onProgress) =>
    readingData(() => packGroceries({ from, folder, onProgress, signal: interruption() })),
  );
  const packed = files.map((file) => ({ ...file, isAsBefore: known.includes(file.sha256) }));
  if (json) return printJson({ folder, files: packed });
  for (const { name, bytes, sha256, isAsBefore } of packed) {
    console.log(
      `${name}: ${(bytes / 1e6).toFixed(2)} MB, ${isAsBefore ? 'the same as' : 'other than'} before (${sha256})`,
    );
  }
}
