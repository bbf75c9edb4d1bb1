import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi, type MockInstance } from 'vitest';
import { storedMatrix } from '../../../src/vectors/store/storedMatrix.js';

let folder: string;
let warn: MockInstance<typeof console.warn>;
beforeEach(() => {
  warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  folder = mkdtempSync(join(tmpdir(), 'store-'));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

function request(columns = 2, stop = Infinity) {
  const computed: number[] = [];
  return {
    computed,
    description: { model: 'm', dataset: 'd' },
    rows: 10,
    columns,
    rowsPerChunk: 4,
    folder,
    compute: (first: number, count: number) => {
      if (first >= stop) return Promise.reject(new Error('stopped'));
      computed.push(first);
      return Promise.resolve(Float32Array.from({ length: count * columns }, (_, i) => first * columns + i));
    },
  };
}
const entry = () => join(folder, readdirSync(folder)[0]);
const countUp = (length: number) => Float32Array.from({ length }, (_, i) => i);

describe('the embedding store', () => {
  test('computes a matrix once and reads it back afterwards', async () => {
    const first = request();
    expect((await storedMatrix(first)).data).toEqual(countUp(20));
    expect(first.computed).toEqual([0, 4, 8]);
    const second = request();
    expect((await storedMatrix(second)).data).toEqual(countUp(20));
    expect(second.computed).toEqual([]);
  });

  test('goes on where an interrupted computation stopped', async () => {
    await expect(storedMatrix(request(2, 8))).rejects.toThrow('stopped');
    const again = request();
    expect((await storedMatrix(again)).data).toEqual(countUp(20));
    expect(again.computed).toEqual([8]);
  });

  test('computes a damaged or truncated chunk again', async () => {
    await storedMatrix(request());
    const file = join(entry(), 'rows-00001.npy');
    const bytes = readFileSync(file);
    bytes[bytes.length - 2] ^= 1;
    writeFileSync(file, bytes);
    truncateSync(join(entry(), 'rows-00002.npy'), 100);
    const again = request();
    expect((await storedMatrix(again)).data).toEqual(countUp(20));
    expect(again.computed).toEqual([4, 8]);
    expect(warn.mock.calls.flat()).toEqual([
      expect.stringMatching(/rows-00001\.npy is not what was stored; it is set aside/),
      expect.stringMatching(/rows-00002\.npy is not what was stored/),
    ]);
    expect(existsSync(`${file}.damaged`)).toBe(true);
  });

  test('does not take the vectors of another description for its own', async () => {
    await storedMatrix(request());
    const own = entry();
    const other = { ...request(), description: { model: 'other', dataset: 'd' } };
    await storedMatrix(other);
    const foreign = readdirSync(folder)
      .map((name) => join(folder, name))
      .find((place) => place !== own)!;
    cpSync(foreign, own, { recursive: true });
    const again = request();
    await storedMatrix(again);
    expect(again.computed).toEqual([0, 4, 8]);
    expect(warn).toHaveBeenCalledWith(expect.stringMatching(/manifest\.json is that of other vectors/));
  });

  test('does not trust a damaged manifest', async () => {
    await storedMatrix(request());
    writeFileSync(join(entry(), 'manifest.json'), '{"rows": 1');
    const again = request();
    await storedMatrix(again);
    expect(again.computed).toEqual([0, 4, 8]);
  });

  test('keeps another model, data set or dimension apart', async () => {
    await storedMatrix(request());
    const wider = request(3);
    expect((await storedMatrix(wider)).data).toEqual(countUp(30));
    expect(wider.computed).toEqual([0, 4, 8]);
    const other = { ...request(), description: { model: 'other', dataset: 'd' } };
    await storedMatrix(other);
    expect(readdirSync(folder).length).toBe(3);
  });
});
