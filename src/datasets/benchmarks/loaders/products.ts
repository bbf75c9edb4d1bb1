import { join } from 'node:path';
import { productsGroundTruth, readProductsList } from '../../groundTruth/productsReader.js';
import { locateBenchmark } from '../folders.js';
import { pictureAt, rowRange } from '../records.js';
import type { BenchmarkOptions, BenchmarkParts, PicturePlace } from '../types.js';
import { validationSplit } from '../validationSplit.js';

const [trainList, testList] = ['Ebay_train.txt', 'Ebay_test.txt'];

/**
 * Stanford Online Products (Song et al. 2016). Layout, from public loaders and copies of the lists:
 *
 *     Ebay_train.txt, Ebay_test.txt           image_id class_id super_class_id path, then one picture per line
 *     <category>_final/<item>_<number>.JPG    below the same folder
 *
 * `Ebay_info.txt`, both lists in one, is not read. A label is a class, that is an item that was sold; the classes of the
 * two lists have nothing in common. Each test picture searches all others.
 */
export async function readProducts(options: BenchmarkOptions): Promise<BenchmarkParts> {
  const folder = locateBenchmark('stanford-online-products', options.folder, [trainList, testList]);
  const [train, test] = await Promise.all(
    [trainList, testList].map((list) => readProductsList(join(folder, list))),
  );
  const place = (part: string): PicturePlace => ({
    root: folder,
    fileOf: (id) => id,
    part,
    listsEverything: true,
  });
  const places = { train: place('train'), test: place('test') };
  const records = [
    ...train!.map(({ path, classId }) => pictureAt(places.train, path, String(classId))),
    ...test!.map(({ path, classId }) => pictureAt(places.test, path, String(classId))),
  ];
  const fit = rowRange(0, train!.length);
  const searched = rowRange(train!.length, test!.length);
  return {
    name: 'stanford-online-products',
    folder,
    records,
    places: Object.values(places),
    splits: [
      {
        name: 'official',
        fit,
        queries: searched,
        gallery: searched,
        excludeSelf: true,
        description: 'Ebay_train.txt trains; each picture of Ebay_test.txt searches all others of it',
      },
      ...validationSplit(records, fit),
    ],
    groundTruths: { official: productsGroundTruth(test!) },
    lists: [join(folder, trainList), join(folder, testList)],
  };
}
