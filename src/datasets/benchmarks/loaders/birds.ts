import { join } from 'node:path';
import { rowsWhere } from '../../createDataset.js';
import type { RetrievalSplit } from '../../types.js';
import {
  birdClassesTrained,
  birdsGroundTruth,
  readBirdsLists,
  type BirdSplit,
} from '../../groundTruth/birdsReader.js';
import { locateBenchmark } from '../folders.js';
import { pictureAt } from '../records.js';
import type { BenchmarkOptions, BenchmarkParts, PicturePlace } from '../types.js';
import { validationSplit } from '../validationSplit.js';

const lists = ['images.txt', 'image_class_labels.txt', 'train_test_split.txt', 'classes.txt'];

/**
 * CUB-200-2011 (Wah et al. 2011). Layout, from public loaders:
 *
 *     images.txt                number of a picture, path below images
 *     image_class_labels.txt    number of a picture, number of a class
 *     classes.txt               number of a class, its name
 *     train_test_split.txt      number of a picture, 1 for training
 *     images/001.Black_footed_Albatross/Black_Footed_Albatross_0046_18.jpg
 *
 * Two splits that papers do not always tell apart: `unseen-classes`, as metric learning does, trains on the first half of
 * the classes and searches the others (Song et al. 2016); `official` is the owners' split for classification, whose test
 * pictures are of classes that were trained on. In both each picture searches all others. Boxes are not used.
 */
export async function readBirds(options: BenchmarkOptions): Promise<BenchmarkParts> {
  const folder = locateBenchmark('cub-200-2011', options.folder, [...lists, 'images']);
  const birds = await readBirdsLists(folder);
  const place = (part: string): PicturePlace => ({
    root: join(folder, 'images'),
    fileOf: (id) => id,
    part,
    listsEverything: true,
  });
  const places = { train: place('train'), test: place('test') };
  const records = birds.map(({ path, className, isTraining }) =>
    pictureAt(isTraining ? places.train : places.test, path, className),
  );
  const trained = birdClassesTrained(birds);
  const classOf = new Map(birds.map(({ className, classId }) => [className, classId]));
  const isTrained = (label: string) => trained.has(classOf.get(label)!);
  const split = (
    name: BirdSplit,
    isFit: (record: { label: string; split?: string }) => boolean,
    description: string,
  ): RetrievalSplit => {
    const searched = rowsWhere(records, (record) => !isFit(record));
    return {
      name,
      fit: rowsWhere(records, isFit),
      queries: searched,
      gallery: searched,
      excludeSelf: true,
      description,
    };
  };
  const unseen = split(
    'unseen-classes',
    ({ label }) => isTrained(label),
    'the first half of the classes trains; each picture of the others searches the rest',
  );
  const official = split(
    'official',
    (record) => record.split === 'train',
    'pictures of all classes train; each test picture searches the other test pictures',
  );
  return {
    name: 'cub-200-2011',
    folder,
    records,
    places: Object.values(places),
    splits: [unseen, official, ...validationSplit(records, unseen.fit)],
    groundTruths: {
      'unseen-classes': birdsGroundTruth(birds, 'unseen-classes'),
      official: birdsGroundTruth(birds, 'official'),
    },
    lists: lists.map((list) => join(folder, list)),
  };
}
