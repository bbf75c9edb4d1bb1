import { readFileSync, writeFileSync } from 'node:fs';

const table = new URL('./sizes.json', import.meta.url);

/** The platforms of TensorFlow's CUDA wheels, as pip takes them: each has a tag of its own; glibc 2.28 is what the newest needs. */
export const cudaTags = [
  ...['--python-version=3.11', '--implementation=cp', '--abi=cp311', '--abi=none'],
  ...Array.from({ length: 24 }, (_, i) => `_2_${28 - i}`)
    .concat('2014', '2010', '1')
    .map((tag) => `--platform=manylinux${tag}_x86_64`),
];

/** Bytes of every wheel, `{ wheel, installed }` by its requirement: of the archive, and on disk. */
export function wheelSizes() {
  return JSON.parse(readFileSync(table, 'utf8'));
}

export function writeWheelSizes(sizes) {
  writeFileSync(table, `${JSON.stringify(sizes, null, 2)}\n`);
}

/** The requirements of a list of pip's, without their hashes. */
export function requirementsIn(list) {
  return [...readFileSync(list, 'utf8').matchAll(/^[^\s#]+==[^\s\\]+/gm)].map(([requirement]) => requirement);
}

/**
 * Bytes that TensorFlow for CUDA has to fetch and leaves on disk, and what both take at most: the wheels lie beside what has come
 * out of them until all of it is there.
 */
export function cudaBytes(sizes = wheelSizes()) {
  const total = (what) => Object.values(sizes).reduce((sum, bytes) => sum + bytes[what], 0);
  const [fetched, installed] = [total('wheel'), total('installed')];
  return { fetched, installed, peak: fetched + installed };
}
