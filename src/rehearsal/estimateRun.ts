import { backendReport, selectBackend } from '../compute/backend/selectBackend.js';
import { benchmarkSources } from '../datasets/benchmarks/sources/benchmarkSources.js';
import { isBenchmarkName } from '../datasets/benchmarks/names.js';
import type { RunConfig } from '../experiments/runConfig.js';
import { pictureCounts, type PictureCounts } from './pictureCounts.js';
import { probeGallery, type GalleryProbe } from './probeGallery.js';
import { diskBytes, memoryBytes, type DiskBytes, type MemoryBytes } from './runBytes.js';
import { probeQueryModel, type QueryModelProbe } from '../training/probeQueryModel.js';

/**
 * What a run will take on this machine. Bytes and seconds; missing where they cannot be known. The `dataset` on the disk is what
 * its owner gives, or copies of pictures that lie elsewhere.
 */
export interface RunEstimate {
  pictures: PictureCounts;
  backend: string;
  gallery: GalleryProbe;
  query?: QueryModelProbe;
  seconds: { gallery?: number; training?: number; evaluation?: number };
  memory: MemoryBytes & { galleryBatch?: number; trainingBatch?: number };
  disk: DiskBytes & { dataset?: number };
}

/**
 * Estimates time, memory and disk of a run before it starts: the models are timed on this machine for a moment, the
 * pictures are counted. Decoding runs beside the training and is not in it, nor are downloads.
 */
export async function estimateRun(config: RunConfig): Promise<RunEstimate> {
  await selectBackend();
  const pictures = await pictureCounts(config);
  const gallery = await probeGallery(config);
  const query =
    config.query.kind === 'head' ? undefined : await probeQueryModel(config.query, gallery.dimension);
  const { fit, queries, gallery: searched, all } = pictures;
  const { epochs, batchSize } = config.training;
  const { name, device } = backendReport();
  return {
    pictures,
    backend: `${name} on ${device}`,
    gallery,
    ...(query && { query }),
    seconds: {
      ...(gallery.secondsPerPicture && { gallery: all * gallery.secondsPerPicture }),
      ...(query && {
        training: fit * epochs * query.trainingSecondsPerPicture,
        evaluation: (queries + searched) * query.inferenceSecondsPerPicture,
      }),
    },
    memory: {
      ...memoryBytes(config, pictures, gallery.dimension),
      ...(gallery.batchBytes && { galleryBatch: gallery.batchBytes }),
      ...(query && { trainingBatch: batchSize * query.trainingBytesPerPicture }),
    },
    disk: {
      ...datasetBytes(config.dataset),
      ...(pictures.copies && { dataset: pictures.copies }),
      ...diskBytes(config, pictures, gallery.dimension),
    },
  };
}

/** The owner's files, as far as their sizes are known. */
function datasetBytes(dataset: string): { dataset?: number } {
  const [name, part] = dataset.split(/[+:]/);
  if (!isBenchmarkName(name!)) return {};
  const files = benchmarkSources[name].files.filter(
    (file) => !file.part || !part || part.split(',').includes(file.part.group),
  );
  const bytes = files.reduce((sum, file) => sum + (file.bytes ?? file.aboutBytes ?? 0), 0);
  return bytes > 0 ? { dataset: bytes } : {};
}
