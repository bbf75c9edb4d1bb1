import { execFileSync } from 'node:child_process';
import { existsSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

/** The libraries that TensorFlow looks for where it finds the driver; all of them are the stand-in. */
const libraries = [
  'libcudart.so.12',
  'libcublas.so.12',
  'libcublasLt.so.12',
  'libcufft.so.11',
  'libcusolver.so.11',
  'libcusparse.so.12',
  'libcudnn.so.9',
];
const sources = ['driver.c', 'runtime.c', 'convolutions.c', 'copies.c'];

export const compiler = ['/usr/bin/cc', '/usr/bin/gcc', '/usr/bin/clang'].find((path) => existsSync(path));

/** Compiles the stand-in into a folder, which then goes into LD_LIBRARY_PATH. @returns its driver */
export function buildStub(folder: string): string {
  const driver = join(folder, 'libcuda.so.1');
  const files = sources.map((name) => join(import.meta.dirname, 'stub', name));
  execFileSync(compiler!, [
    '-shared',
    '-fPIC',
    '-O1',
    '-Wall',
    '-Werror',
    '-o',
    driver,
    ...files,
    '-lpthread',
  ]);
  for (const name of libraries) symlinkSync('libcuda.so.1', join(folder, name));
  return driver;
}

/** What the stand-in notes: copies to the card and to the host in bytes, copies on the card, and kernels. */
export interface Noted {
  toCard: number[];
  toHost: number[];
  onCard: number[];
  kernels: number;
}

/** Reads lines that the stand-in has written. */
export function readNoted(text: string): Noted {
  const noted: Noted = { toCard: [], toHost: [], onCard: [], kernels: 0 };
  for (const line of text.split('\n').filter(Boolean)) {
    const [what, bytes] = line.split(' ') as [keyof Noted, string];
    if (what === 'kernels') noted.kernels++;
    else noted[what].push(Number(bytes));
  }
  return noted;
}
