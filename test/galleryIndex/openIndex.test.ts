import { flipByte, truncate } from './damage.js';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkedValue, withChecksum } from '../../src/base/files/checkedJson.js';
import { buildIndex } from '../../src/galleryIndex/buildIndex.js';
import { openIndex } from '../../src/galleryIndex/openIndex.js';
import { clustered, columns, folders, gallery } from './vectors.js';

const place = folders();
const queries = clustered(3, 7);

async function built(kind: string): Promise<string> {
  const folder = place();
  await buildIndex(folder, gallery(300), { engine: { kind } });
  return folder;
}

/** Files of the engine, by their paths. */
function engineFiles(folder: string): string[] {
  const engine = join(folder, 'generation-1', 'engine');
  return readdirSync(engine, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.includes('hint'))
    .map((entry) => join(entry.parentPath, entry.name));
}

describe.each(['exact', 'usearch', 'lancedb'])('an index by %s', (kind) => {
  test('is refused by the name of a file that was changed, cut off or lost, before a library opens it', async () => {
    const folder = await built(kind);
    const files = engineFiles(folder);
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) {
      const whole = readFileSync(file);
      flipByte(file);
      await expect(openIndex(folder)).rejects.toThrow(/was changed[\s\S]*SHA-256/);
      await expect(openIndex(folder)).rejects.toThrow(file);
      writeFileSync(file, whole);
      truncate(file);
      await expect(openIndex(folder)).rejects.toThrow('was cut off or replaced');
      rmSync(file);
      await expect(openIndex(folder)).rejects.toThrow('is missing');
      writeFileSync(file, whole);
    }
    const index = await openIndex(folder);
    expect((await index.search(queries, 2)).k).toBe(2);
    await index.close();
  });
});

test('ids and records are held against their checksums too', async () => {
  const folder = await built('exact');
  const [ids, record, current] = [
    'generation-1/ids-0000000000.txt',
    'generation-1/record.json',
    'index.json',
  ].map((name) => join(folder, name));
  for (const file of [ids, record, current]) {
    const whole = readFileSync(file);
    flipByte(file);
    await expect(openIndex(folder)).rejects.toThrow(file);
    writeFileSync(file, whole);
  }
  rmSync(record);
  await expect(openIndex(folder)).rejects.toThrow('A part of the index is missing');
});

test('a damaged index is mended by building it again', async () => {
  const folder = await built('exact');
  flipByte(engineFiles(folder)[0]);
  await buildIndex(folder, gallery(300), { engine: { kind: 'exact' } });
  flipByte(join(folder, 'index.json'));
  await buildIndex(folder, gallery(200), { engine: { kind: 'exact' } });
  const index = await openIndex(folder);
  expect(index.record().rows).toBe(200);
  await index.close();
});

test('a folder without an index says how to build one', async () => {
  const folder = place();
  await expect(openIndex(folder)).rejects.toThrow('asym index build');
  mkdirSync(folder);
  await expect(openIndex(folder)).rejects.toThrow('There is no index in the folder');
});

test('queries of another dimension, of another length, and unknown settings are refused by name', async () => {
  const folder = await built('exact');
  const index = await openIndex(folder);
  const longer = { data: new Float32Array(columns + 1).fill(0.1), rows: 1, columns: columns + 1 };
  await expect(index.search(longer, 1)).rejects.toThrow(/another dimension[\s\S]*16 numbers[\s\S]*17/);
  const twice = { ...queries, data: queries.data.map((value) => 2 * value) };
  await expect(index.search(twice, 1)).rejects.toThrow('not of length 1');
  await expect(index.search(queries, 1, { probes: 3 })).rejects.toThrow('there is no such field');
  await expect(index.search(queries, 0)).rejects.toThrow('k');
  expect((await index.search(queries, 1000)).k).toBe(300);
  await index.close();
});

test('an index of another version of the library is named', async () => {
  const folder = await built('exact');
  const file = join(folder, 'generation-1', 'record.json');
  const record = checkedValue(JSON.parse(readFileSync(file, 'utf8')));
  writeFileSync(file, JSON.stringify(withChecksum({ ...record, formatVersion: 2 })));
  await expect(openIndex(folder)).rejects.toThrow('another version of the library');
});
