import { join } from 'node:path';
import { atomicWrite } from '../../base/files/atomicWrite.js';
import { checksumFile } from '../../base/files/listedFiles.js';
import { owningFolder } from '../../base/files/owning.js';
import { sha256OfBytes } from '../../base/files/sha256.js';
import { selectBackend } from '../../compute/backend/selectBackend.js';
import type { Progress } from '../../base/progress.js';
import { vectorId, type VectorNotes } from '../../datasets/embedded/suppliedVectors.js';
import {
  embeddedGroceries,
  embeddedGroceriesFolder,
  groceryFiles,
} from '../../datasets/grocery/embeddedGroceries.js';
import { encodeGroceryPhotos, groceryNotes } from '../../datasets/grocery/encodeGroceryPhotos.js';
import { groceryStoreDataset } from '../../datasets/grocery/groceryStoreDataset.js';
import { cropsOfSplit } from '../../experiments/prepareInput.js';
import { cropsPerPicture, describeCrops, featureCrops } from '../../extraction/featureCrops.js';
import { galleryEmbeddings } from '../../extraction/galleryEmbeddings.js';
import { createGalleryModel } from '../../models/createGalleryModel.js';
import type { GalleryModel } from '../../models/galleryModel.js';
import type { GalleryModelConfigInput } from '../../models/galleryModelConfig.js';
import { encodeDirections } from '../../vectors/formats/encodeDirections.js';
import { weightFiles } from '../../models/pretrainedWeights.js';
import { settings } from '../plan/settings.js';
import { costOfRounding } from './costOfRounding.js';

export interface PackOptions {
  /** The originals in their owner's layout. */
  from: string;
  /** Where the files go; default where the data set `grocery` finds them. */
  folder?: string;
  onProgress?: Progress;
  /** Stops at the next batch; vectors that are computed by then are kept. */
  signal?: AbortSignal;
}

/** A file that has been made. */
export interface PackedFile {
  name: string;
  bytes: number;
  sha256: string;
}

/** Splits whose pictures come with features: the study trains on these. */
const splitsWithFeatures = ['unseen', 'validation'] as const;

/**
 * Makes the files of the data set `grocery` from the original photos: small pictures, the vectors of the study's gallery
 * model on the originals, and on the small pictures the features that its query models stand on. The same originals give
 * the same bytes on the same kind of processor; another one may round a vector differently.
 *
 * @throws RetrievalError for originals that are not complete, for missing weights, and while another process packs there.
 */
export async function packGroceries(options: PackOptions): Promise<PackedFile[]> {
  const { folder = embeddedGroceriesFolder() } = options;
  return owningFolder(folder, () => pack(folder, options));
}

async function pack(
  folder: string,
  { from, onProgress, signal }: Omit<PackOptions, 'folder'>,
): Promise<PackedFile[]> {
  await selectBackend();
  const files: PackedFile[] = [];
  const write = async (name: string, content: Uint8Array): Promise<void> => {
    await atomicWrite(join(folder, name), content);
    files.push({ name, bytes: content.length, sha256: sha256OfBytes(content) });
    const checksums = files.map(({ name, sha256 }) => `${sha256}  ${name}\n`).join('');
    await atomicWrite(join(folder, checksumFile), checksums);
  };
  const progress = { ...(onProgress && { onProgress }), ...(signal && { signal }) };
  await write(groceryFiles.photos, await encodeGroceryPhotos(from, onProgress));
  await write(groceryFiles.galleryVectors, await packGalleryVectors(from, progress));
  await write(groceryFiles.queryFeatures, await packQueryFeatures(from, folder, progress));
  return files;
}

type Work = Pick<PackOptions, 'onProgress' | 'signal'>;

async function packGalleryVectors(from: string, work: Work): Promise<Uint8Array> {
  const originals = await groceryStoreDataset({ folder: from });
  const { gallery, split } = settings.grocery;
  return withModel(gallery, async (model) => {
    const vectors = await galleryEmbeddings(model, originals, work);
    const cost = await costOfRounding(originals, originals.splits[split]!, vectors);
    const ids = originals.records.map(({ id }) => id);
    return encodeDirections(vectors, ids, {
      ...(await groceryNotes(from)),
      ...modelNotes(model, gallery),
      pictures: 'the originals',
      mapOfFloat32: cost.float32.toFixed(4),
      mapAsStored: cost.stored.toFixed(4),
    });
  });
}

async function packQueryFeatures(from: string, folder: string, work: Work): Promise<Uint8Array> {
  const dataset = await embeddedGroceries({ folder, vectors: [] });
  const used = splitsWithFeatures.flatMap((name) =>
    Object.values(cropsOfSplit(dataset.splits[name]!)).flat(),
  );
  const vectors = [...new Set(used)].sort((a, b) => a - b);
  const size = settings.grocery.featureSize;
  const network = { name: 'mobileNetV2', size, pooling: 'average' } as const;
  return withModel(network, async (model) => {
    const features = await featureCrops(model, dataset, { ...work, vectors });
    const ids = vectors.map((vector) => {
      const { id } = dataset.records[Math.floor(vector / cropsPerPicture)]!;
      return vectorId(id, { perPicture: cropsPerPicture }, vector % cropsPerPicture);
    });
    return encodeDirections(features, ids, {
      ...(await groceryNotes(from)),
      ...modelNotes(model, network),
      crops: describeCrops(size),
      pictures: `those of ${groceryFiles.photos}; crop 0 is the middle, 1 the upper left, 2 the lower right`,
    });
  });
}

function modelNotes(
  { name, identity }: GalleryModel,
  config: GalleryModelConfigInput,
): VectorNotes & Record<string, string> {
  const weights = Object.entries(weightFiles).find(([known]) => known === config.name)?.[1];
  return {
    model: name,
    modelIdentity: identity,
    ...(weights && { weights: `${weights.file}, SHA-256 ${weights.sha256}` }),
    numbers: 'the direction of a unit vector, its largest number in size 127',
  };
}

async function withModel<Result>(
  config: GalleryModelConfigInput,
  use: (model: GalleryModel) => Promise<Result>,
): Promise<Result> {
  const model = await createGalleryModel(config);
  try {
    return await use(model);
  } finally {
    model.dispose();
  }
}
