import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { locateBenchmark } from '../folders.js';
import { pictureAt, rowRange } from '../records.js';
import type { BenchmarkOptions, BenchmarkParts, PicturePlace } from '../types.js';
import { parseSfmDatabase } from './sfmDatabase.js';

const list = 'retrieval-SfM-120k.pkl';

/**
 * Retrieval-SfM-120k (Radenović et al. 2018, fine-tuning without human annotation). Layout, from the owners'
 * `cirtorch/datasets/{traindataset,datahelpers}.py`:
 *
 *     retrieval-SfM-120k.pkl       train, val: cids, cluster, qidxs, pidxs
 *     ims/<xx>/<yy>/<zz>/<cid>     xx: the last two characters of the cid, yy: the two before, zz: the two before those
 *
 * A label is a cluster, one reconstructed scene; clusters of `train` and `val` are kept apart. Two pictures of a scene may
 * show different sides of it, so the split `official`, in which the queries of `val` search `val` by their labels, is no
 * published protocol; it serves to choose hyperparameters.
 *
 * Not known here, as no original was at hand: whether cids carry an extension (any is taken), and whether the numbers of
 * clusters are strings, lists or arrays (all are taken). `retrieval-SfM-120k-whiten.pkl` is not read.
 */
export async function readSfm(options: BenchmarkOptions): Promise<BenchmarkParts> {
  const folder = locateBenchmark('sfm120k', options.folder, [list, 'ims']);
  const file = join(folder, list);
  const { train, val } = parseSfmDatabase(await readFile(file), file);
  const place = (part: string): PicturePlace => ({
    root: join(folder, 'ims'),
    fileOf: (cid) => `${cid.slice(-2)}/${cid.slice(-4, -2)}/${cid.slice(-6, -4)}/${cid}`,
    part,
    listsEverything: true,
  });
  const places = { train: place('train'), val: place('val') };
  const searched = rowRange(train.ids.length, val.ids.length);
  return {
    name: 'sfm120k',
    folder,
    records: [
      ...train.ids.map((id, i) => pictureAt(places.train, id, `train/${train.clusters[i]}`)),
      ...val.ids.map((id, i) => pictureAt(places.val, id, `val/${val.clusters[i]}`)),
    ],
    places: [places.train, places.val],
    splits: [
      {
        name: 'official',
        fit: rowRange(0, train.ids.length),
        queries: Int32Array.from(
          [...new Set(val.queries)].sort((a, b) => a - b),
          (row) => searched[row]!,
        ),
        gallery: searched,
        excludeSelf: true,
        description:
          'the training scenes train; queries of the validation scenes search all of their pictures',
      },
    ],
    groundTruths: {},
    lists: [file],
  };
}
