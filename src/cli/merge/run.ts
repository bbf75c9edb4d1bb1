import { owningFile } from '../../base/files/owning.js';
import { sha256OfFile } from '../../base/files/sha256.js';
import type { Progress } from '../../base/progress.js';
import { readingData } from '../../errors.js';
import { mergeShards } from '../../extraction/mergeShards.js';
import { progressBar, type ProgressBar } from '../../report/notebook/progressBar.js';
import { convertTo, npyBeside } from '../extract/outFile.js';
import { interruption } from '../interruption.js';
import { printJson } from '../output.js';

interface Options {
  out: string;
  overwrite?: boolean;
  json?: boolean;
}

/** Joins shards into a file of vectors. */
export async function run(shards: string[], options: Options): Promise<void> {
  await joinShards(shards, options);
}

/** The same for other commands. */
export async function joinShards(
  shards: readonly string[],
  { out, overwrite, json }: Options,
): Promise<void> {
  const vectors = npyBeside(out, false);
  let bar: ProgressBar | undefined;
  const onProgress: Progress = ({ done, total }) => {
    const megabytes = Math.ceil(total / 1e6);
    bar ??= progressBar(megabytes, 'Joining, MB');
    bar.update((done / total) * megabytes);
  };
  try {
    await owningFile(vectors, async () => {
      const { files, ...merged } = await readingData(() =>
        mergeShards({
          shards,
          out: vectors,
          overwrite,
          signal: interruption(),
          onProgress,
        }),
      );
      bar?.stop();
      await convertTo(out, files);
      const { rows, columns, broken } = merged;
      if (json) {
        const { ids, manifest } = files;
        return printJson({ out, sha256: await sha256OfFile(out), ids, manifest, ...merged });
      }
      console.log(
        `${out}: ${rows} vectors of ${columns} numbers from ${merged.shards} shards; ids in ${files.ids}`,
      );
      if (broken.length > 0)
        console.log(`Left out as broken: ${broken.length}; all of them are in ${files.manifest}`);
    });
  } finally {
    bar?.stop();
  }
}
