import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSearchLog, writeSearchLog } from '../../../src/architectureSearch/searchLog.js';
import { readChunkLog } from '../../../src/extraction/chunkLog.js';
import { readResults, writeResults } from '../../../src/study/runs/resultsFolder.js';
import { sampleLog } from '../../architectureSearch/sampleLog.js';
import { syntheticRun } from '../../study/syntheticRun.js';
import type { Save } from '../faults/save.js';
import { plainSaves } from '../faults/saves.js';
import { expect } from 'vitest';
import type { Reader } from './fuzz.js';
import type { Scratch } from './scratch.js';

/** The files of a folder, which are read together with one of them changed. */
function ofFolder(
  { folder }: Scratch,
  name: string,
  write: (folder: string) => Promise<unknown>,
  read: (folder: string) => unknown,
): Reader {
  const [whole, changed] = ['whole', 'changed'].map((part) => join(folder, `${name} ${part}`)) as [
    string,
    string,
  ];
  return {
    async samples() {
      rmSync(whole, { recursive: true, force: true });
      mkdirSync(whole);
      await write(whole);
      const files = readdirSync(whole, { recursive: true, withFileTypes: true }).filter((entry) =>
        entry.isFile(),
      );
      const paths = files.map((entry) => join(entry.parentPath, entry.name).slice(whole.length + 1));
      return Object.fromEntries(paths.map((path) => [path, readFileSync(join(whole, path))]));
    },
    read(bytes, sample) {
      rmSync(changed, { recursive: true, force: true });
      cpSync(whole, changed, { recursive: true });
      writeFileSync(join(changed, sample), bytes);
      return read(changed);
    },
  };
}
export { ofFolder };

const cached = [
  'a checkpoint',
  'a run in the cache',
  'vectors in the cache',
  'pictures in the cache',
  'a whitening in the cache',
];

/** Readers of what the library keeps. */
export function storeReaders(place: Scratch): Record<string, Reader> {
  const stores = plainSaves.filter(({ name }) => cached.includes(name));
  /** What a checksum vouches for is what was written, or nothing. */
  const ofSave = (save: Save): Reader => {
    let whole: unknown;
    const readChanged = async (folder: string): Promise<void> => {
      const found = await save.read(folder);
      whole ??= found;
      if (found !== undefined) expect(found).toEqual(whole);
      await save.write(folder, 'new');
    };
    return { ...ofFolder(place, save.name, (folder) => save.write(folder, 'new'), readChanged), share: 0.1 };
  };
  return {
    ...Object.fromEntries(stores.map((save) => [save.name, ofSave(save)])),
    'results of a profile': ofFolder(
      place,
      'results',
      (folder) => writeResults(folder, 'smoke', [syntheticRun('regression', 0)]),
      readResults,
    ),
    'logs of an architecture search': ofFolder(
      place,
      'search',
      async (folder) => writeSearchLog(join(folder, 'search.json'), await sampleLog()),
      (folder) => readSearchLog(join(folder, 'search.json')),
    ),
    'logs of an extraction': {
      samples: () =>
        Promise.resolve({
          'chunks.jsonl': Buffer.from(
            '{"model":"toy","size":32}\n\n{"chunk":0,"first":0,"rows":4,"key":"k","sha256":"s","broken":[]}\n',
          ),
        }),
      read: async (bytes, sample) => ({ log: await readChunkLog(place.put(sample, bytes)) }),
    },
  };
}
