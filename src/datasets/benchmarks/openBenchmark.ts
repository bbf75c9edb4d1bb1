import { stat } from 'node:fs/promises';
import { createDataset } from '../createDataset.js';
import { decodingVersion } from '../photoDataset.js';
import { pixelReader } from '../pixelReader.js';
import { ProblemList } from '../../base/problems/problem.js';
import { sha256OfBytes, sha256OfFile } from '../../base/files/sha256.js';
import { decodePicture } from '../../images/decodePicture.js';
import { forEachConcurrently } from '../../base/forEachConcurrently.js';
import { sharpVersion } from '../../images/sharp.js';
import { benchmarkDescription } from './benchmarkDescription.js';
import { howToGet } from './folders.js';
import { benchmarkLoaders } from './loaders/benchmarkLoaders.js';
import type { BenchmarkName } from './names.js';
import type { BenchmarkDataset, BenchmarkParts, OpenBenchmarkOptions } from './types.js';

/** Of larger benchmarks the files are not looked at when they are opened: that would take minutes. */
const mostFilesLookedAt = 200_000;
const fileWorkers = 16;

/**
 * Opens a benchmark in its owner's layout as a data set.
 *
 * Its splits: `official`, the owner's protocol; `validation` to choose hyperparameters (ours: a tenth of the training
 * labels held out), where there are training labels; `unseen-classes` of CUB-200-2011; `with-distractors` of ROxford5k and
 * RParis6k. Of up to 200,000 pictures every file is looked at; of more (the distractors, Google Landmarks v2) a missing
 * one is an error when it is decoded, and `checkBenchmark` finds all of them.
 *
 * @throws RetrievalError for a benchmark that is not there, saying how to get it, for unusable lists, and for missing
 *   pictures, all of them at once.
 */
export async function openBenchmark(
  name: BenchmarkName,
  options: OpenBenchmarkOptions = {},
): Promise<BenchmarkDataset> {
  const parts = await benchmarkLoaders[name](options);
  const { folder, records, splits, groundTruths } = parts;
  const files = records.length > mostFilesLookedAt ? [] : await fileSizes(parts);
  const lists = await Promise.all(parts.lists.map((list) => sha256OfFile(list)));
  const contentVersions = [...lists, ...files, `decoding ${decodingVersion}`];
  const place = sha256OfBytes([folder, options.distractors ?? '', ...(options.parts ?? [])].join('\n'));
  const pixels = pixelReader({
    count: records.length,
    folder: options.cacheFolder,
    name: `${name}-${place.slice(0, 12)}`,
    description: {
      content: sha256OfBytes([folder, ...contentVersions].join('\n')),
      decoder: sharpVersion(),
    },
    framings: ['whole'],
    render: (row, { size }) => decodePicture(records[row]!.path!, { size, box: records[row]!.box }),
    onProgress: options.onProgress,
  });
  const description = benchmarkDescription(name);
  const dataset = createDataset({
    ...description,
    name: options.distractors === undefined ? name : `${name}+revisitop1m`,
    records,
    splits,
    contentVersions,
    attributions: description.attributions(),
    pixels,
  });
  return { ...dataset, groundTruths };
}

/** Bytes of every picture. */
async function fileSizes({ name, folder, records }: BenchmarkParts): Promise<string[]> {
  const problems = new ProblemList();
  const sizes = new Array<string>(records.length);
  await forEachConcurrently(
    records.length,
    async (row) => {
      const record = records[row]!;
      try {
        sizes[row] = String((await stat(record.path!)).size);
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code === undefined) problems.caught(error, record.id);
        else {
          problems.error({
            what: 'The picture is missing',
            where: record.id,
            expected: `a file below ${folder}`,
            found: code,
            fix: howToGet(name),
          });
        }
      }
    },
    fileWorkers,
  );
  problems.throwErrors(name);
  return sizes;
}
