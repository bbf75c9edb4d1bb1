import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';

/** A folder for what the tests of a file read, and how they put files into it. */
export interface Scratch {
  folder: string;
  /** Writes a file. @returns its path. */
  put(this: void, name: string, content: string | Uint8Array): string;
  /** The bytes of a file that some work writes. */
  made(this: void, name: string, work: (file: string) => unknown): Promise<Uint8Array>;
}

/** A folder that goes with the tests of the file. */
export function scratch(): Scratch {
  const folder = mkdtempSync(join(tmpdir(), 'readers-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const put = (name: string, content: string | Uint8Array): string => {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    return file;
  };
  return {
    folder,
    put,
    async made(name, work) {
      const file = join(folder, name);
      await work(file);
      return readFileSync(file);
    },
  };
}
