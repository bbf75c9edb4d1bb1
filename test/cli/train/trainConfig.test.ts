import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { trainConfig } from '../../../src/cli/train/trainConfig.js';
import { bankNeighbours } from '../../../src/losses/lossConfig.js';
import { chosenTrial } from '../../../src/study/methods/methods.js';
import { writeToyOnnx } from '../../models/onnx/toyOnnx.js';
import { settings } from '../../../src/study/plan/settings.js';

const folder = mkdtempSync(join(tmpdir(), 'train-config-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(content: object): string {
  const path = join(folder, 'run.json');
  writeFileSync(path, JSON.stringify(content));
  return path;
}

describe('the configuration of a training', () => {
  test('is the main setting but for what is chosen', async () => {
    const config = await trainConfig({ data: 'photos' });
    expect(config).toMatchObject({
      dataset: 'photos',
      split: 'heldOut',
      gallery: settings.grocery.gallery,
      query: settings.grocery.query,
      method: 'rankOrderPreservation',
      training: { epochs: 20 },
      seed: 0,
    });
  });

  test('can go by the order of a re-ranking of the gallery vectors, its lists as short as there are pictures', async () => {
    const config = await trainConfig({ data: 'photos', method: 'rerankedOrder' }, { longestList: 20 });
    const [{ loss }, ...others] = config.loss as { loss: unknown }[];
    expect(config.method).toBe('rerankedOrder');
    expect(loss).toMatchObject({
      kind: 'rankDistribution',
      neighbours: { from: 'ranker', count: 20, ranker: { treatment: 'whitened', k1: 5, k2: 5 } },
    });
    expect(others).toHaveLength(2);
    expect(bankNeighbours(config.loss)).toBe(20);
  });

  test('takes from an ONNX file what it says of its pictures', async () => {
    const metadata = { mean: '0', std: '[1, 1, 0.5]', crop_size: '32', size: '{"height":36,"width":36}' };
    const onnx = writeToyOnnx(join(folder, 'gallery.onnx'), { metadata });
    const gallery = JSON.stringify({ name: 'onnx', file: onnx, deviation: [2, 2, 2] });
    const config = await trainConfig({ data: 'photos', set: [`gallery=${gallery}`] });
    expect(config.gallery).toEqual({
      name: 'onnx',
      file: onnx,
      size: 32,
      layout: 'nchw',
      order: 'rgb',
      mean: [0, 0, 0],
      deviation: [2, 2, 2],
      output: 'vectors',
    });
  });

  test('takes the file, then the short options, then --set', async () => {
    const config = file({
      dataset: 'emoji',
      query: { kind: 'smallCnn' },
      loss: { kind: 'featureRegression' },
      training: { epochs: 7, batchSize: 8 },
      seed: 1,
    });
    const set = ['training.batchSize=16', 'query.width=0.5'];
    expect(await trainConfig({ config, data: 'grocery', epochs: 3, set })).toMatchObject({
      dataset: 'grocery',
      query: { kind: 'smallCnn', width: 0.5 },
      method: 'featureRegression',
      loss: { kind: 'featureRegression' },
      training: { epochs: 3, batchSize: 16 },
      seed: 1,
    });
    const replaced = await trainConfig({ config, method: 'rankDistribution' });
    expect(replaced.method).toBe('rankDistribution');
    expect(replaced.loss).toMatchObject(chosenTrial('rankDistribution').loss);
  });

  test('takes a method with its penalty, and calls a sum of losses by its kinds', async () => {
    const { ridge } = await trainConfig({ data: 'emoji', method: 'ridgeMap' });
    expect(ridge).toBe(chosenTrial('ridgeMap').ridge);
    const loss = [
      { weight: 1, loss: { kind: 'featureRegression' } },
      { weight: 1, loss: { kind: 'structureSimilarity' } },
    ];
    const { method } = await trainConfig({ data: 'emoji', set: [`loss=${JSON.stringify(loss)}`] });
    expect(method).toBe('featureRegression+structureSimilarity');
  });

  test('takes the vectors of a gallery from a file', async () => {
    const gallery = '{"name":"vectors","file":"v.npz"}';
    const config = await trainConfig({ data: 'emoji', set: [`gallery=${gallery}`] });
    expect(config.gallery).toEqual(JSON.parse(gallery));
    const ordered = await trainConfig({ data: 'emoji', vectors: 'v.npz', byOrder: true });
    expect(ordered.gallery).toEqual({ name: 'vectors', file: 'v.npz', byOrder: true });
    await expect(trainConfig({ data: 'emoji', byOrder: true })).rejects.toThrow(/gallery/);
  });

  test('changes parts of a method’s own loss, the first of several without its number', async () => {
    const set = ['loss.neighbours.count=64', 'loss.temperature=0.07', 'loss.1.weight=0.5'];
    const { loss } = await trainConfig({ data: 'photos', set });
    expect(loss).toMatchObject([
      { loss: { kind: 'rankOrderPreservation', neighbours: { from: 'bank', count: 64 }, temperature: 0.07 } },
      { weight: 0.5, loss: { kind: 'featureRegression' } },
    ]);
    const single = await trainConfig({ data: 'photos', method: 'rankDistribution', set: set.slice(0, 2) });
    expect(JSON.stringify(single.loss)).toContain('"temperature":0.07');
  });

  test('takes what suits the pictures where nothing is chosen', async () => {
    const sizes = {
      featureSize: 160,
      query: { kind: 'head', bottleneck: 'full' },
      training: { epochs: 300, batchSize: 18, keep: 'best' },
    } as const;
    const defaults = { sizes, longestList: 18 };
    const suggested = await trainConfig({ data: 'photos', vectors: 'v.npy' }, defaults);
    expect(suggested).toMatchObject({ ...sizes, gallery: { name: 'vectors', file: 'v.npy' } });
    expect(bankNeighbours(suggested.loss)).toBe(18);
    const set = ['training.batchSize=4', 'featureSize=96', 'loss.neighbours.count=20'];
    const chosen = await trainConfig({ data: 'photos', epochs: 2, set }, defaults);
    expect(chosen).toMatchObject({ featureSize: 96, training: { epochs: 2, batchSize: 4 } });
    expect(bankNeighbours(chosen.loss)).toBe(20);
  });

  test('searches the split of its owner on a benchmark', async () => {
    expect((await trainConfig({ data: 'cub-200-2011' })).split).toBe('official');
    expect((await trainConfig({ data: 'cub-200-2011', split: 'validation' })).split).toBe('validation');
  });

  test.each([
    ['an unknown field', { data: 'emoji', set: ['training.epoch=3'] }, 'did you mean "epochs"?'],
    [
      'an unknown method',
      { data: 'emoji', method: 'rankOrderPreservatio' },
      'did you mean "rankOrderPreservation"?',
    ],
    [
      'an unknown loss',
      { data: 'emoji', set: ['loss={"kind":"featureRegresion"}'] },
      'did you mean "featureRegression"?',
    ],
    ['no data set', {}, '--data'],
    ['a query model that is no JSON', { data: 'emoji', query: 'smallCnn' }, '--query'],
  ])('is refused with %s', async (_, choices, hint) => {
    await expect(trainConfig(choices)).rejects.toThrow(hint);
    await expect(trainConfig(choices)).rejects.toMatchObject({ details: { kind: 'usage' } });
  });
});
