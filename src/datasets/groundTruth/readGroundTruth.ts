import { RetrievalError } from '../../errors.js';
import { birdsGroundTruth, readBirdsLists, type BirdSplit } from './birdsReader.js';
import { readGoogleLandmarksSolution } from './googleLandmarksReader.js';
import { inShopGroundTruth, readInShopPartition } from './inShopReader.js';
import { productsGroundTruth, readProductsList } from './productsReader.js';
import type { ProtocolName } from './protocolNames.js';
import { readRevisitedGroundTruth } from './revisitedReader.js';
import type { GroundTruth } from './types.js';

/** What some ground truths need besides their file. */
export interface GroundTruthOptions {
  /** Google Landmarks v2: the ids of the index in the order of the gallery's rows. */
  galleryIds?: readonly string[];
  /** CUB-200-2011: which pictures are tested, default `unseen-classes`. */
  birdSplit?: BirdSplit;
}

/**
 * Reads a benchmark's ground truth from the file that its owner gives: `gnd_*.pkl`, `retrieval_solution_v2.1.csv`,
 * `list_eval_partition.txt`, `Ebay_test.txt`, or the folder with the four lists of CUB-200-2011.
 *
 * @throws RetrievalError for a file that is malformed, and for Google Landmarks v2 without the ids of its index.
 */
export async function readGroundTruth(
  protocol: ProtocolName,
  path: string,
  options: GroundTruthOptions = {},
): Promise<GroundTruth> {
  switch (protocol) {
    case 'roxford5k':
    case 'rparis6k':
      return readRevisitedGroundTruth(path);
    case 'google-landmarks-v2': {
      if (options.galleryIds) return readGoogleLandmarksSolution(path, options.galleryIds);
      throw new RetrievalError({
        what: 'The solution of Google Landmarks v2 names pictures of the index, whose order is not known',
        where: path,
        expected: 'ids of the gallery',
        kind: 'usage',
        fix: 'give it index.csv by --gallery-ids, or embeddings with ids',
      });
    }
    case 'in-shop':
      return inShopGroundTruth(await readInShopPartition(path));
    case 'stanford-online-products':
      return productsGroundTruth(await readProductsList(path));
    case 'cub-200-2011':
      return birdsGroundTruth(await readBirdsLists(path), options.birdSplit);
  }
}
