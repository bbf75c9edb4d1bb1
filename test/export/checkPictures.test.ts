import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { writeGroceryFolder } from '../../src/datasets/grocery/groceryFolder.js';
import { openDataset } from '../../src/datasets/openDataset.js';
import { findSplit } from '../../src/datasets/findSplit.js';
import { parseRunConfig } from '../../src/experiments/runConfig.js';
import { checkPictures } from '../../src/export/checkPictures.js';
import { searchQuality } from '../../src/export/checkedSearch.js';
import { embeddingMatrix } from '../../src/vectors/embeddingMatrix.js';
import { exportFolders, root } from './savedModels.js';

exportFolders();

/** A run on groceries in folders, with the gallery model's vectors of them. */
async function runOn({ labels, perLabel, split }: { labels: number; perLabel: number; split: string }) {
  const { photos, vectors } = await writeGroceryFolder(join(root, 'own'), { labels, perLabel });
  const run = parseRunConfig({
    dataset: photos,
    split,
    gallery: { name: 'vectors', file: vectors },
    query: { kind: 'smallCnn', size: 32 },
    loss: { kind: 'featureRegression' },
  });
  return { run, vectors };
}

/** Embeddings that all point one way: the search of a check is asked for what does not depend on them. */
const anything = embeddingMatrix(Float32Array.of(1), 1, 1);

describe('the pictures of a check', () => {
  test('are those that did not train, in the gallery of the training run', async () => {
    const { run } = await runOn({ labels: 4, perLabel: 10, split: 'heldOut:0.4' });
    const { rows, searchOf, notes } = await checkPictures({ source: run.dataset, count: 64, run });
    const { queries, fit } = findSplit(await openDataset(run.dataset), run.split);
    expect([...rows].sort((a, b) => a - b)).toEqual(Array.from(queries).sort((a, b) => a - b));
    expect(rows.some((row) => fit.includes(row))).toBe(false);
    expect(notes).toEqual([]);
    const search = searchOf(anything);
    expect(search.gallery.rows).toBe(40);
    // The gallery model keeps its own order whole, and knows labels that it finds.
    const { orderConsistency, averagePrecision } = await searchQuality(search, search.galleryModelQueries!);
    expect(Array.from(orderConsistency!)).toEqual(rows.map(() => 1));
    expect(averagePrecision!.every((value) => value > 0 && value <= 1)).toBe(true);
    // Each query is left out of its own ranking.
    const self = Array.from(search.selfInGallery);
    expect(self.every((row) => row >= 0) && new Set(self).size === rows.length).toBe(true);
  });

  test('are taken from the gallery where too few did not train', async () => {
    const { run } = await runOn({ labels: 4, perLabel: 5, split: 'heldOut' });
    const { rows, searchOf, notes } = await checkPictures({ source: run.dataset, count: 16, run });
    expect(notes).toEqual(['Pictures that did not train: 2; compared on pictures that did, too.']);
    expect(new Set(rows).size).toBe(16);
    const search = searchOf(anything);
    const { orderConsistency } = await searchQuality(search, search.galleryModelQueries!);
    expect(Array.from(orderConsistency!)).toEqual(rows.map(() => 1));
  });

  test('are each other’s gallery where the training run had other queries, and it is said', async () => {
    const { run } = await runOn({ labels: 4, perLabel: 10, split: 'heldOut:0.4' });
    const check = { source: run.dataset, count: 16, run };
    expect((await checkPictures({ ...check, queries: 16 })).notes).toEqual([]);
    const { notes, searchOf } = await checkPictures({ ...check, queries: 9 });
    expect(notes.join()).toMatch(/had 9 queries and there are 16 now; .*own.* leads elsewhere/);
    expect(searchOf(anything).galleryModelQueries).toBeUndefined();
  });

  test('are each other’s gallery where the gallery model’s vectors are not at hand, and it is said', async () => {
    const { run, vectors } = await runOn({ labels: 4, perLabel: 5, split: 'heldOut' });
    rmSync(vectors);
    const { rows, searchOf, notes } = await checkPictures({ source: run.dataset, count: 16, run });
    expect(notes.join()).toMatch(/not at hand: .*vectors\.parquet/);
    const original = embeddingMatrix(
      Float32Array.from(rows.flatMap((row) => [Math.cos(row), Math.sin(row)])),
      16,
      2,
    );
    const search = searchOf(original);
    expect(search.galleryModelQueries).toBeUndefined();
    expect(search.gallery).toBe(original);
    expect(search.queryLabels).toEqual(search.galleryLabels);
    const other = await checkPictures({ source: run.dataset, count: 16, run: undefined });
    expect(other.notes.join()).toMatch(/not the pictures of the training run/);
  });
});
