import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cudaBytes } from '../cuda/wheels.mjs';
import { freeBytes, size } from './disk.mjs';
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

/** The file that shows an NVIDIA driver, or where the linker finds one; undefined when there is none. */
export function nvidiaDriver(folders = process.env.LD_LIBRARY_PATH ?? '', linked = linkedLibraries()) {
  const named = folders.split(':').filter(Boolean);
  const files = [...driverFiles, ...named.map((folder) => join(folder, 'libcuda.so.1'))];
  return files.find((path) => existsSync(path)) ?? /libcuda\.so\.1 \(.*x86-64.*\) => (\S+)/.exec(linked)?.[1];
}

function linkedLibraries() {
  const program = ['/sbin/ldconfig', '/usr/sbin/ldconfig'].find((path) => existsSync(path));
  return program ? (spawnSync(program, ['-p'], { encoding: 'utf8' }).stdout ?? '') : '';
}

/**
 * Which TensorFlow to use, as `{ variant, why }`: the one asked for, else CUDA where an NVIDIA driver is found and it
 * is installed or the disk has room to install it, else the CPU's.
 */
export function chooseVariant({
  root,
  cudaInstalled,
  asked,
  driver = nvidiaDriver(),
  free = freeBytes(root),
}) {
  if (asked) return { variant: asked, why: 'asked for' };
  if (!driver) return { variant: 'cpu', why: 'no NVIDIA driver' };
  const needed = cudaInstalled ? 0 : cudaBytes().peak;
  if (free < needed) {
    return {
      variant: 'cpu',
      why: `an NVIDIA driver, but of the ${size(needed)} of disk that CUDA takes at first ${size(free)} are free`,
    };
  }
  return { variant: 'cuda', why: `NVIDIA driver (${driver})` };
}
