import { existsSync } from 'node:fs';
import { freeBytes } from './disk.mjs';
import { Obstacle } from './obstacle.mjs';

/** @throws Obstacle unless this is 64-bit x86 Linux with glibc, the one platform of the pinned programs. */
export function requirePinnedPlatform(what) {
  const glibc = process.report?.getReport?.().header?.glibcVersionRuntime;
  const platform = `${process.platform}-${process.arch}`;
  if (platform === 'linux-x64' && glibc) return;
  throw new Obstacle(
    `${what} is pinned for 64-bit x86 Linux with glibc only; this is ${platform}${platform === 'linux-x64' ? ' without glibc' : ''}`,
    'use such a machine or container; without it everything runs in plain JavaScript at toy sizes',
    { lasting: true },
  );
}

const driverFiles = [
  '/proc/driver/nvidia/version',
  '/usr/lib/x86_64-linux-gnu/libcuda.so.1',
  '/usr/lib64/libcuda.so.1',
  '/usr/lib/libcuda.so.1',
  '/usr/local/nvidia/lib64/libcuda.so.1',
  '/usr/lib/wsl/lib/libcuda.so.1',
];

/** The file that shows an NVIDIA driver; undefined when there is none. */
export function nvidiaDriver() {
  return driverFiles.find((path) => existsSync(path));
}

const cudaBytes = 8e9;

/**
 * Which TensorFlow to use, as `{ variant, why }`: the one asked for, else CUDA where an NVIDIA driver is found and it
 * is installed or 8 GB of disk are free, else the CPU's.
 */
export function chooseVariant({ root, cudaInstalled, asked, driver = nvidiaDriver() }) {
  if (asked) return { variant: asked, why: 'asked for' };
  if (!driver) return { variant: 'cpu', why: 'no NVIDIA driver' };
  if (!cudaInstalled && freeBytes(root) < cudaBytes) {
    return { variant: 'cpu', why: 'an NVIDIA driver, but less than 8 GB of disk free for CUDA' };
  }
  return { variant: 'cuda', why: `NVIDIA driver (${driver})` };
}
