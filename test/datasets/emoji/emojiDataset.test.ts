import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { emojiDataset } from '../../../src/datasets/emoji/emojiDataset.js';
import type { Dataset } from '../../../src/datasets/types.js';

const folder = mkdtempSync(join(tmpdir(), 'emoji-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('all emoji', () => {
  let dataset: Dataset;
  beforeAll(async () => {
    dataset = await emojiDataset({ cacheFolder: folder });
  });
  const part = (rows: Int32Array) => Array.from(rows, (row) => dataset.records[row]);

  test('are 1,027 classes by six vendors, in alphabetical order, without flags and skin tones', () => {
    expect(dataset.labelNames.length).toBe(1027);
    expect(dataset.records.length).toBe(6162);
    expect(dataset.labelNames).toEqual([...dataset.labelNames].sort());
    expect(dataset.labelNames.filter((name) => /flag|skin-tone/.test(name))).toEqual([]);
    expect(new Set(dataset.records.map(({ id }) => id)).size).toBe(6162);
    const row = dataset.records.findIndex(({ id }) => id === 'noto/grinning-face');
    expect(dataset.records[row]).toMatchObject({ label: 'grinning-face', origin: 'noto', role: 'gallery' });
    expect(dataset.labelNames[dataset.labels[row]]).toBe('grinning-face');
  });

  test.each([
    ['unseen', 3084, 600, 600],
    ['unseen-all', 3084, 1539, 1539],
    ['validation', 2310, 387, 387],
  ])('the split %s has its sizes', (name, fit, queries, gallery) => {
    const split = dataset.splits[name];
    expect([split.fit.length, split.queries.length, split.gallery.length]).toEqual([fit, queries, gallery]);
  });

  test('no class is both trained and searched, and queries and gallery have different vendors', () => {
    for (const { fit, queries, gallery } of Object.values(dataset.splits)) {
      const trained = new Set(part(fit).map(({ label }) => label));
      expect(part(queries).some(({ label }) => trained.has(label))).toBe(false);
      expect(new Set(part(queries).map(({ label }) => label))).toEqual(
        new Set(part(gallery).map(({ label }) => label)),
      );
      expect(new Set(part(queries).map(({ origin }) => origin))).toEqual(
        new Set(['noto-v1', 'openmoji', 'emojione']),
      );
      expect(new Set(part(gallery).map(({ origin }) => origin))).toEqual(
        new Set(['noto', 'twemoji', 'fluent-emoji-flat']),
      );
    }
  });

  test('validation holds out training classes only, and unseen the first 200 odd ones', () => {
    const labels = (rows: Int32Array) => new Set(Array.from(rows, (row) => dataset.labels[row]));
    const { unseen, validation } = dataset.splits;
    for (const label of labels(validation.queries)) expect([label % 2, (label >> 1) % 4]).toEqual([0, 0]);
    for (const label of labels(validation.fit)) expect((label >> 1) % 4).not.toBe(0);
    expect([...labels(unseen.queries)]).toEqual(Array.from({ length: 200 }, (_, i) => 2 * i + 1));
  });

  test('each vendor is named with its licence', () => {
    expect(dataset.attributions.map(({ licence }) => licence)).toEqual([
      'Apache-2.0',
      'Apache-2.0',
      'CC-BY-4.0',
      'CC-BY-SA-4.0',
      'MIT',
      'CC-BY-4.0',
    ]);
    expect(dataset.fingerprint).toMatch(/^[0-9a-f]{64}$/);
  });

  test('large pictures are drawn on demand and never stored', async () => {
    const pixels = await dataset.pixels([5, 4000], { size: 160 });
    expect(pixels.length).toBe(2 * 160 * 160 * 3);
    expect(readdirSync(folder)).toEqual([]);
    expect([...pixels.subarray(0, 3)]).toEqual([255, 255, 255]);
  });

  test('rows and sizes that do not exist are refused', () => {
    expect(() => dataset.pixels([6162], { size: 8 })).toThrow(/no such picture/);
    return expect(dataset.pixels([0], { size: 0 })).rejects.toThrow(/size/);
  });
});

describe('the cache of small pictures', () => {
  const small = () => emojiDataset({ classStep: 64, cacheFolder: folder });
  const file = join(folder, 'emoji-small-drawing-16.u8');
  const request = { size: 16, framing: 'drawing' } as const;
  afterEach(() => vi.restoreAllMocks());

  test('reads back what was drawn, in the order that is asked for', async () => {
    const done: number[] = [];
    const dataset = await emojiDataset({
      classStep: 64,
      cacheFolder: folder,
      onProgress: (state) => done.push(state.done),
    });
    expect(dataset.labelNames.length).toBe(17);
    expect(dataset.splits.unseen.fit.length).toBe(54);
    const rows = [3, 4, 5, 0, 101];
    const pixels = await dataset.pixels(rows, request);
    expect(done.at(-1)).toBe(102);
    for (const [i, row] of rows.entries()) {
      const alone = await dataset.pixels([row], request);
      expect(Buffer.compare(alone, pixels.subarray(i * 768, (i + 1) * 768))).toBe(0);
    }
    expect(statSync(file).size).toBe(102 * 768);
    expect(readdirSync(folder).sort()).toEqual(['emoji-small-drawing-16.json', 'emoji-small-drawing-16.u8']);
    expect(done.length).toBe(102);
  });

  test('a flipped bit is found by the checksum and the cache is made again, with one line', async () => {
    const intact = readFileSync(file);
    const damaged = Buffer.from(intact);
    damaged[5000] ^= 1;
    writeFileSync(file, damaged);
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    await (await small()).pixels([0], request);
    expect(warn).toHaveBeenCalledTimes(1);
    expect(warn.mock.calls[0][0]).toMatch(/emoji-small-drawing-16\.u8 is damaged/);
    expect(Buffer.compare(readFileSync(file), intact)).toBe(0);
  });

  test('a cache of other content and a file cut short are made again', async () => {
    const intact = readFileSync(file);
    writeFileSync(file, intact.subarray(0, 100));
    const abandoned = join(folder, 'emoji-small-drawing-16.1.tmp');
    writeFileSync(abandoned, 'x');
    utimesSync(abandoned, 0, 0);
    vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    await (await small()).pixels([0], request);
    expect(Buffer.compare(readFileSync(file), intact)).toBe(0);
    expect(existsSync(abandoned)).toBe(false);
    await (await emojiDataset({ classStep: 128, cacheFolder: folder })).pixels([0], request);
    expect(statSync(file).size).toBe(54 * 768);
  });

  test('the framing "drawing" fills the square up to its margin', async () => {
    const dataset = await small();
    const size = 100;
    const pixels = await dataset.pixels([3], { size, framing: 'drawing' });
    const inked = Array.from({ length: size * size }, (_, i) => i).filter((i) => pixels[i * 3 + 1] < 200);
    const [lines, columns] = [inked.map((i) => Math.floor(i / size)), inked.map((i) => i % size)];
    const extents = [lines, columns].map((places) => Math.max(...places) - Math.min(...places) + 1);
    expect(Math.max(...extents)).toBeGreaterThanOrEqual(87);
    expect(Math.max(...extents)).toBeLessThanOrEqual(93);
    expect(Math.min(...lines, ...columns)).toBeGreaterThanOrEqual(3);
  });
});
