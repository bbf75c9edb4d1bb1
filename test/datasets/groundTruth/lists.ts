import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect } from 'vitest';
import { RetrievalError } from '../../../src/errors.js';

/** A temporary folder of a test file, and a function that writes lists into it. */
export function listFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'asym-lists-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  let files = 0;
  const fileOf = (content: string | Uint8Array, name = `${files++}.txt`): string => {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    return file;
  };
  return { folder, fileOf };
}

/** Expects an error of this library with such a message. */
export async function expectRefused(read: () => unknown, message: RegExp): Promise<void> {
  const error = await Promise.resolve()
    .then(read)
    .catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(RetrievalError);
  expect((error as Error).message).toMatch(message);
}
