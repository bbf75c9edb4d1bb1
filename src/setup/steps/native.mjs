import { existsSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { unzip } from '../archives/zip.mjs';
import { cudaBytes, cudaTags } from '../cuda/wheels.mjs';
import { freeBytes, size } from '../core/disk.mjs';
import { fileSha256, sha256, sha256OfFiles } from '../core/hash.mjs';
import { Obstacle, SetupFailure } from '../core/obstacle.mjs';
import { requirePinnedPlatform } from '../core/machine.mjs';
import { downloadArchive, installInto } from '../core/pip.mjs';
import { recordedFiles } from '../core/records.mjs';
import { replaceFolder } from '../core/replaceFolder.mjs';
import { archives, tensorflowVersion } from '../pins.mjs';

const libraries = Object.keys(archives.tensorflow.libraries);
const wanted = [
  'tensorflow/libtensorflow',
  'tensorflow/include/tensorflow/c/',
  'tensorflow/include/xla/tsl/c/',
  'tensorflow/include/tsl/',
  'tensorflow/include/tensorflow/core/platform/ctstring',
];

const withoutGpu = 'npm run setup -- --cpu does without the GPU';

/** The folder with TensorFlow's libraries and C headers. */
export function tensorflowFolder({ paths, variant }) {
  return join(nativeFolder({ paths, variant }), 'tensorflow');
}

function nativeFolder({ paths, variant }) {
  return join(paths.native, variant === 'cuda' ? `${tensorflowVersion}-cuda` : tensorflowVersion);
}

/** TensorFlow's C library out of its Python wheel, for the CPU or for CUDA 12. */
export const nativeStep = {
  name: 'native',
  title: 'TensorFlow',
  key: ({ paths, variant }) =>
    variant === 'cuda'
      ? sha256('cuda', sha256OfFiles([paths.requirements('tensorflow-cuda')]))
      : sha256('cpu', archives.tensorflow.sha256, ...wanted),
  exists: (context) => libraries.every((name) => isFilled(join(tensorflowFolder(context), name))),
  products: (context) => [nativeFolder(context)],
  async damage(context) {
    const expected = context.variant === 'cuda' ? cudaDigests(context) : archives.tensorflow.libraries;
    for (const [name, digest] of Object.entries(expected)) {
      const file = join(tensorflowFolder(context), name);
      if (existsSync(file) && (await fileSha256(file)) !== digest) return `${file} is not the pinned file`;
    }
  },
  async make(context) {
    requirePinnedPlatform('native TensorFlow');
    const temporary = join(context.paths.temporary, 'native');
    if (context.variant === 'cuda') await makeCuda(context, temporary);
    else await makeCpu(context, temporary);
    replaceFolder(temporary, nativeFolder(context));
  },
};

async function makeCpu(context, folder) {
  const wheel = await downloadArchive(context, { name: 'tensorflow', ...archives.tensorflow });
  context.say('unpacking 780 MB');
  await unzip(
    wheel,
    folder,
    (name) => (wanted.some((start) => name.startsWith(start)) ? name : undefined),
    context,
  );
  rmSync(wheel);
}

/**
 * The CUDA wheel finds NVIDIA's libraries by a path relative to itself, so `tensorflow/` and `nvidia/` lie side by
 * side.
 */
async function makeCuda(context, folder) {
  await context.python();
  const { fetched, installed, peak } = cudaBytes();
  const free = (context.freeBytes ?? freeBytes)(context.paths.root);
  if (free < peak) {
    throw new Obstacle(
      `TensorFlow for CUDA takes ${size(peak)} of disk while it is installed, and ${size(free)} are free`,
      `make room; ${withoutGpu}`,
    );
  }
  context.say(`downloading TensorFlow with CUDA 12 (${size(fetched)}, ${size(installed)} on disk)`);
  try {
    // Nobody runs the Python that comes with the libraries.
    const options = [...cudaTags, '--no-compile'];
    await installInto(context, folder, context.paths.requirements('tensorflow-cuda'), options);
  } catch (error) {
    if (error instanceof SetupFailure) error.cure = `${error.cure}; ${withoutGpu}`;
    throw error;
  }
}

/** The digests of the libraries, by the record of the wheel that came by its hash. */
function cudaDigests(context) {
  const folder = nativeFolder(context);
  const recorded = existsSync(folder) ? recordedFiles(folder) : [];
  const of = (name) => recorded.filter(({ path }) => path === `tensorflow/${name}`);
  const hex = ({ digest }) => Buffer.from(digest, 'base64url').toString('hex');
  return Object.fromEntries(libraries.flatMap((name) => of(name).map((file) => [name, hex(file)])));
}

function isFilled(path) {
  return existsSync(path) && statSync(path).size > 1e6;
}
