import { mkdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { workspacePath } from '../../src/base/files/workspacePath.js';
import { ownCacheName } from '../../src/datasets/own/ownPictures.js';
import { openDataset } from '../../src/datasets/openDataset.js';
import { parseRunConfig, type RunConfigInput } from '../../src/experiments/runConfig.js';
import { checkRun } from '../../src/rehearsal/checkRun.js';
import { saveTrainedModel } from '../../src/trainedModels/saveTrainedModel.js';
import { formatNpyHeader } from '../../src/vectors/formats/npyHeader.js';
import { writeEmbeddingFile } from '../../src/vectors/writeEmbeddingFile.js';
import { writePhotos } from '../extraction/toyPhotos.js';
import { toyFolder, toyModel, type ToyFolder } from '../trainedModels/toyModel.js';

let toy: ToyFolder;
beforeAll(async () => {
  toy = await toyFolder({ split: 'heldOut', training: { epochs: 1, batchSize: 4 } });
  const ids = (await openDataset(toy.photos)).records.map(({ id }) => id);
  const data = Float32Array.from(ids.flatMap((_, n) => [1, n % 4, n / 20]));
  await writeEmbeddingFile(join(toy.folder, 'vectors.npy'), { matrix: { data, rows: 16, columns: 3 }, ids });
});
afterAll(() => toy.remove());

const changed = (change: Partial<RunConfigInput>) => parseRunConfig({ ...toy.config, ...change });
const list = (count: number) =>
  changed({ loss: { kind: 'rankDistribution', neighbours: { from: 'bank', count } } });

const said = [expect.stringMatching(/^Vectors: 16 pictures found by .*vectors\.ids\.txt, 3 numbers each/)];

describe('a run is refused before anything is embedded', () => {
  test('but not when it can be trained and measured', async () => {
    expect(await checkRun(toy.config, { out: join(toy.folder, 'models', 'new') })).toEqual(said);
    expect(await checkRun(list(14))).toEqual(said);
  });

  test('for lists longer than the training set', async () => {
    await expect(checkRun(list(15))).rejects.toThrow(/at most 14[^]*--set loss\.neighbours\.count=14/);
  });

  test('for one label, where a loss learns from labels', async () => {
    const dataset = join(toy.photos, 'a');
    const config = changed({
      dataset,
      loss: { kind: 'compatibleClassification' },
      gallery: { name: 'mobileNetV2' },
    });
    await expect(checkRun(config)).rejects.toThrow(/learns from labels[^]*3 of 3 without a label/);
    const split = changed({ split: 'validation', loss: { kind: 'compatibleClassification' } });
    await expect(checkRun(split)).rejects.toThrow(/found: 1 label/);
  });

  test('for vectors of other pictures', async () => {
    const config = changed({ dataset: join(toy.photos, 'a') });
    await expect(checkRun(config)).rejects.toThrow(/id of one picture[^]*vectors\.npy/);
  });

  test('for broken pictures, all at once, unless they are left out', async () => {
    const dataset = join(toy.folder, 'broken');
    for (const label of ['a', 'b'])
      await writePhotos(join(dataset, label), [
        [40, 40],
        [44, 40],
      ]);
    for (const name of ['a/x.jpg', 'b/y.jpg']) writeFileSync(join(dataset, name), 'no picture');
    const config = changed({ dataset, gallery: { name: 'mobileNetV2' } });
    await expect(checkRun(config)).rejects.toThrow(/2 of 6 pictures cannot be decoded[^]*x\.jpg[^]*y\.jpg/);
    const [note] = await checkRun(changed({ ...config, skipBroken: true }));
    expect(note).toMatch(/^Left out as broken: 2 of 6 pictures\n {2}a\/x\.jpg: [^]*b\/y\.jpg: /);
    rmSync(workspacePath('data', 'cache', ownCacheName(dataset)), { recursive: true });
  });

  test('for vectors that do not fit into the memory, by their header', async () => {
    const file = join(toy.folder, 'large.npy');
    const columns = 2 ** 36;
    const header = formatNpyHeader('float32', [16, columns]);
    writeFileSync(file, header);
    truncateSync(file, header.length + 16 * columns * 4);
    writeFileSync(
      join(toy.folder, 'large.ids.txt'),
      (await openDataset(toy.photos)).records.map(({ id }) => id).join('\n'),
    );
    await expect(checkRun(changed({ gallery: { name: 'vectors', file } }))).rejects.toThrow(
      /more memory than there is[^]*gallery vectors 4\.4 TB/,
    );
    rmSync(file);
  });

  test('for a loss that cannot be saved, only where it is to be saved', async () => {
    const config = changed({ loss: { kind: 'compatibleTransform' } });
    expect(await checkRun(config)).toEqual(said);
    await expect(checkRun(config, { out: join(toy.folder, 'x') })).rejects.toThrow(/can ?not be saved/);
  });

  test.each(['file', 'file/below', '/proc/nowhere'])('for a folder that cannot be made: %s', async (name) => {
    writeFileSync(join(toy.folder, 'file'), '');
    const out = name.startsWith('/') ? name : join(toy.folder, name);
    await expect(checkRun(toy.config, { out })).rejects.toMatchObject({
      details: { what: 'The model can not be saved there', where: out, kind: 'usage' },
    });
  });

  test('for a folder with a model of another configuration, unless that may be replaced', async () => {
    const out = join(toy.folder, 'other');
    mkdirSync(out);
    const config = changed({ seed: 7 });
    const model = await toyModel(config);
    await saveTrainedModel(out, { model, config });
    model.dispose();
    expect(await checkRun(config, { out })).toEqual(said);
    await expect(checkRun(toy.config, { out })).rejects.toThrow(/another model[^]*--overwrite/);
    expect(await checkRun(toy.config, { out, overwrite: true })).toEqual(said);
  });

  test('with all of its problems at once', async () => {
    const config = changed({
      loss: [
        { weight: 1, loss: { kind: 'compatibleTransform' } },
        { weight: 1, loss: { kind: 'rankDistribution', neighbours: { from: 'bank', count: 99 } } },
      ],
    });
    await expect(checkRun(config, { out: '/proc/nowhere' })).rejects.toThrow(/The run has 3 problems/);
  });
});

test('pictures without labels can be trained on, which is said', async () => {
  const [note] = await checkRun(
    changed({ dataset: join(toy.photos, 'a'), gallery: { name: 'mobileNetV2' } }),
  );
  expect(note).toMatch(/share a label/);
});
