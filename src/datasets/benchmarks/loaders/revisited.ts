import { join } from 'node:path';
import type { RetrievalSplit } from '../../types.js';
import { pictureDimensions, type Box } from '../../../images/decodePicture.js';
import { readRevisitedGroundTruth } from '../../groundTruth/revisitedReader.js';
import { locateBenchmark } from '../folders.js';
import { pictureAt, rowRange } from '../records.js';
import type { BenchmarkOptions, BenchmarkParts, PicturePlace } from '../types.js';
import { readDistractors } from './distractors.js';

/**
 * ROxford5k or RParis6k (Radenović et al. 2018). Layout, from the owners' `python/download.py` and `dataset.py`:
 *
 *     gnd_<name>.pkl     imlist, qimlist: names without extension; gnd: bbx, easy, hard and junk of each query
 *     jpg/<name>.jpg     gallery and queries in one folder
 *
 * Queries are not in `imlist`, and are cropped to their box before anything else. Boxes are zero-based pixels of the
 * picture; the owners' `crop_qim.m` cuts what reaches over the edge, and so is done here.
 *
 * Not known here: whether a photo carries an EXIF rotation, which the owners' scripts ignore and the decoder obeys.
 */
export async function readRevisited(
  name: 'roxford5k' | 'rparis6k',
  options: BenchmarkOptions,
): Promise<BenchmarkParts> {
  const list = `gnd_${name}.pkl`;
  const folder = locateBenchmark(name, options.folder, [list, 'jpg']);
  const groundTruth = await readRevisitedGroundTruth(join(folder, list));
  const { galleryIds, queryIds, queries } = groundTruth;
  const place = (part: string): PicturePlace => ({
    root: join(folder, 'jpg'),
    fileOf: (id) => `${id}.jpg`,
    part,
    listsEverything: true,
  });
  const [queryPlace, galleryPlace] = [place('query'), place('gallery')];
  const boxes = await Promise.all(
    queryIds.map((id, q) => insidePicture(pictureAt(queryPlace, id).path!, queries[q]!.box)),
  );
  const distractors = options.distractors && (await readDistractors({ folder: options.distractors }));
  const own = galleryIds.length;
  const added = distractors ? distractors.records.length : 0;
  const split = (splitName: string, gallery: Int32Array, what: string): RetrievalSplit => ({
    name: splitName,
    fit: new Int32Array(0),
    queries: rowRange(own + added, queryIds.length),
    gallery,
    excludeSelf: false,
    relevance: 'groundTruth',
    description: `nothing to train on; the queries, cropped to their boxes, search ${what}`,
  });
  return {
    name,
    folder,
    records: [
      ...galleryIds.map((id) => pictureAt(galleryPlace, id)),
      ...(distractors ? distractors.records : []),
      ...queryIds.map((id, q) => pictureAt(queryPlace, id, undefined, boxes[q])),
    ],
    places: [galleryPlace, queryPlace, ...(distractors ? distractors.places : [])],
    splits: [
      split('official', rowRange(0, own), 'the gallery'),
      ...(added ? [split('with-distractors', rowRange(0, own + added), 'the gallery and the million')] : []),
    ],
    groundTruths: { official: groundTruth, ...(added && { 'with-distractors': groundTruth }) },
    lists: [join(folder, list), ...(distractors ? distractors.lists : [])],
  };
}

/** The part of the box that lies in the picture; the box itself where the picture can't be read, which others report. */
async function insidePicture(path: string, box: Box): Promise<Box> {
  const size = await pictureDimensions(path).catch(() => undefined);
  if (!size) return box;
  const [left, top, right, bottom] = box;
  return [Math.max(0, left), Math.max(0, top), Math.min(size.width, right), Math.min(size.height, bottom)];
}
