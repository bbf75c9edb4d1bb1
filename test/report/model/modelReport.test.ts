import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { owningFile } from '../../../src/base/files/owning.js';
import { workspacePath } from '../../../src/base/files/workspacePath.js';
import { openDataset } from '../../../src/datasets/openDataset.js';
import { ownCacheName } from '../../../src/datasets/own/ownPictures.js';
import { describeReport } from '../../../src/report/model/describeReport.js';
import { modelReport, writeModelReport, type ModelReport } from '../../../src/report/model/modelReport.js';
import { trainAndSave } from '../../../src/trainedModels/trainAndSave.js';
import { writeEmbeddingFile } from '../../../src/vectors/writeEmbeddingFile.js';
import { writePhotos } from '../../extraction/toyPhotos.js';
import { toyFolder, type ToyFolder } from '../../trainedModels/toyModel.js';

let toy: ToyFolder;
const runs: string[] = [];
const flat = (): string => join(toy.folder, 'flat');
beforeAll(async () => {
  toy = await toyFolder({ training: { epochs: 1, batchSize: 4 } });
  // Every label has the same four pictures.
  await writeVectors(toy.photos, 'vectors.npy', (n) => [1, n % 4, n / 20]);
  runs.push((await trainAndSave(toy.config, join(toy.folder, 'labelled'))).record.runId);
  await writePhotos(
    flat(),
    Array.from({ length: 12 }, (_, n) => [40 + n, 50]),
  );
  await writeVectors(flat(), 'flat.npy', (n) => [1, (n * 5) % 12, (n * n) % 7]);
  const config = {
    ...toy.config,
    dataset: flat(),
    split: 'heldOut:0.3',
    gallery: { name: 'vectors' as const, file: join(toy.folder, 'flat.npy') },
  };
  runs.push((await trainAndSave(config, join(toy.folder, 'unlabelled'))).record.runId);
});
afterAll(() => {
  const cache = workspacePath('data', 'cache');
  for (const run of runs) rmSync(join(cache, 'runs', `${run}.json`), { force: true });
  rmSync(join(cache, ownCacheName(flat())), { recursive: true, force: true });
  toy.remove();
});

async function writeVectors(photos: string, name: string, of: (n: number) => number[]): Promise<void> {
  const ids = (await openDataset(photos)).records.map(({ id }) => id);
  const data = Float32Array.from(ids.flatMap((_, n) => of(n)));
  await writeEmbeddingFile(join(toy.folder, name), { matrix: { data, rows: ids.length, columns: 3 }, ids });
}

/** What every page has to be. */
function expectPage({ html }: ModelReport): void {
  expect(html).not.toMatch(/<script|https?:\/\/|url\(|NaN|undefined|\[object/);
  const pictures = html.match(/<img[^>]*>/g)!;
  expect(pictures.length).toBeGreaterThan(8);
  for (const picture of pictures) expect(picture).toMatch(/src="data:image\/[^"]+"\s+alt="[^"]+"/);
  for (const svg of html.match(/<svg[^>]*>/g)!) expect(svg).toMatch(/role="img" aria-label="[^"]+"/);
  for (const [, anchor] of html.matchAll(/href="#([^"]*)"/g)) expect(html).toContain(`id="${anchor}"`);
  expect(html).toMatch(/prefers-color-scheme: dark/);
  expect(html).toMatch(/width=device-width/);
}

test('a page that another process writes is refused before anything is looked at', async () => {
  const page = join(toy.folder, 'page.html');
  let end!: () => void;
  const other = owningFile(page, () => new Promise<void>((resolve) => (end = resolve)));
  await vi.waitFor(() => expect(end).toBeDefined());
  const none = join(toy.folder, 'no model');
  mkdirSync(none);
  await expect(writeModelReport(none, page)).rejects.toThrow(/Somebody else is writing[^]*page\.html/);
  end();
  await other;
  await expect(writeModelReport(none, page)).rejects.toThrow(/no model/);
});

test('no folder is made in the place of a model that is not there', async () => {
  const none = join(toy.folder, 'misspelt');
  await expect(writeModelReport(none, join(none, 'report.html'))).rejects.toThrow(/misspelt/);
  expect(existsSync(none)).toBe(false);
});

describe('modelReport', () => {
  test('shows numbers, queries, maps and what is wrong with the labels', async () => {
    const report = await modelReport(join(toy.folder, 'labelled'));
    expectPage(report);
    for (const part of ['numbers', 'depth', 'worst', 'confusions', 'map', 'duplicates', 'mislabelled']) {
      expect(report.html).toContain(`id="${part}"`);
    }
    expect(report.html).toMatch(/mAP in %, on the 4 of them/);
    expect(report.html).toMatch(/95 %: \d+\.\d to \d+\.\d/);
    expect(report.queries).toHaveLength(4);
    expect(report.duplicates.length).toBeGreaterThan(4);
    expect(report.duplicates.every(({ kind }) => kind === 'same')).toBe(true);
    expect(report.duplicates.some((pair) => pair.hasOtherLabel && pair.side === 'training')).toBe(true);
    const text = describeReport(report).join('\n');
    expect(text).toMatch(
      /4 searched pictures are duplicates of others \(4 with one that trained, 4 under two/,
    );
    expect(report.leftOut.join(' ')).toMatch(/UMAP/);
    expect(report.leftOut.join(' ')).not.toMatch(/labels/);
  });

  test('does without labels, and says what that leaves out', async () => {
    const report = await modelReport(join(toy.folder, 'unlabelled'), { queries: 3 });
    expectPage(report);
    for (const part of ['confusions', 'mislabelled']) expect(report.html).not.toContain(`id="${part}"`);
    expect(report.html).not.toMatch(/mAP in %/);
    expect(report.html).toMatch(/dashed: not/);
    expect(report.leftOut[0]).toMatch(/^mAP, confusions .*: the pictures have no labels\.$/);
    expect(report.leftOut[1]).toMatch(/^Of 4 queries 3, drawn at random/);
    expect(report.html).toContain('Of 4 queries 3, drawn at random');
    expect([report.queries.length, report.allQueries]).toEqual([3, 4]);
    expect(report.confusions).toEqual([]);
  });

  test('needs the run of the training', async () => {
    rmSync(join(toy.folder, 'unlabelled', 'run.json'));
    await expect(modelReport(join(toy.folder, 'unlabelled'))).rejects.toThrow(
      /not known what this model was trained on[^]*run\.json/,
    );
  });
});
