import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { rowsWhere } from '../../createDataset.js';
import { inShopGroundTruth, readInShopPartition } from '../../groundTruth/inShopReader.js';
import { locateBenchmark } from '../folders.js';
import { pictureAt } from '../records.js';
import type { BenchmarkOptions, BenchmarkParts, PicturePlace } from '../types.js';
import { validationSplit } from '../validationSplit.js';

const list = 'Eval/list_eval_partition.txt';

/**
 * In-Shop Clothes Retrieval of DeepFashion (Liu et al. 2016). Layout, from the owners' README as others keep it and from
 * several public loaders:
 *
 *     Eval/list_eval_partition.txt     the number of pictures; image_name item_id evaluation_status; then one per line
 *     Img/img/...                      `img.zip` unpacked (at most 256 pixels a side), or
 *     Img/img_highres/...              `img_highres.zip` unpacked, with the same paths
 *
 * Paths of the list begin with `img/`; where only `img_highres` is there, its pictures are taken. A label is an item.
 */
export async function readInShop(options: BenchmarkOptions): Promise<BenchmarkParts> {
  const folder = locateBenchmark('in-shop', options.folder, [list, 'Img']);
  const pictures = await readInShopPartition(join(folder, list));
  const root = join(folder, 'Img');
  const isHighResolution = !existsSync(join(root, 'img')) && existsSync(join(root, 'img_highres'));
  const place = (part: string): PicturePlace => ({
    root,
    fileOf: (id) => (isHighResolution ? id.replace(/^img\//, 'img_highres/') : id),
    part,
    listsEverything: true,
  });
  const places = { train: place('train'), query: place('query'), gallery: place('gallery') };
  const records = pictures.map(({ path, item, status }) => pictureAt(places[status], path, item));
  const rows = (part: string) => rowsWhere(records, ({ split }) => split === part);
  const fit = rows('train');
  return {
    name: 'in-shop',
    folder,
    records,
    places: Object.values(places),
    splits: [
      {
        name: 'official',
        fit,
        queries: rows('query'),
        gallery: rows('gallery'),
        excludeSelf: false,
        description: 'training items train; the queries of other items search their gallery',
      },
      ...validationSplit(records, fit),
    ],
    groundTruths: { official: inShopGroundTruth(pictures) },
    lists: [join(folder, list)],
  };
}
