import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { describe, expect, test } from 'vitest';
import { exportQueryModel } from '../../src/export/exportQueryModel.js';
import type { ModelCard } from '../../src/export/modelCard.js';
import { folder, out, exportFolders, save, small, onRandom } from './savedModels.js';

exportFolders();

describe('the model card', () => {
  const read = () => ({
    json: JSON.parse(readFileSync(join(out, 'model-card.json'), 'utf8')) as ModelCard,
    text: readFileSync(join(out, 'README.md'), 'utf8'),
  });

  test('tells architecture, gallery, training, agreement, licences and limits', async () => {
    await save(small);
    const card = await exportQueryModel(folder, out, { ...onRandom, formats: ['tfjs-layers'] });
    const { json, text } = read();
    expect(json).toEqual(JSON.parse(JSON.stringify(card)));
    expect(json.gallery).toMatchObject({
      name: 'efficientNetLite2@224 gem',
      treatment: 'lda',
      dimension: 12,
    });
    expect(json.training).toMatchObject({
      runId: 'abc123',
      config: { seed: 7 },
      scores: { mapAsymmetric: 43.21 },
    });
    expect(json.licences.weights.map(({ licence }) => licence)).toEqual(['Apache-2.0']);
    expect(json.licences.pictures.map(({ name }) => name)).toEqual([expect.stringContaining('Grocery')]);
    expect(json.input.preparation).toMatch(/36 x 36.*middle 32 x 32/);
    expect(json.input).toMatchObject({ mean: [0, 0, 0], deviation: [1, 1, 1] });
    for (const part of [
      /## Model\n[^]*smallCnn/,
      /## Gallery\n[^]*efficientNetLite2@224 gem, 12 dimensions, treatment `lda`/,
      /## Files\n[^]*tfjs-layers-float32\/layers\.js/,
      /## What a search loses by each file\n[^]*24 pictures of random[^]*tfjs-layers-float32 \|/,
      /## Use it\n[^]*layers\.js/,
      /## Training\n[^]*43\.21[^]*"seed": 7/,
      /## Licences\n[^]*Apache-2\.0[^]*Grocery/,
      /## Limits\n[^]*whitened by lda[^]*registerLayers/,
    ])
      expect(text).toMatch(part);
    expect(text).not.toMatch(/undefined|NaN|\\`/);
  });

  test('has a head that model hubs read', async () => {
    await save(small, { dataset: '/somewhere/my photos' });
    const formats = ['onnx', 'tfjs-graph'] as const;
    const card = await exportQueryModel(folder, out, { ...onRandom, formats, licence: 'cc-by-4.0' });
    const [, head] = /^---\n([^]*?)\n---\n\n# /.exec(read().text)!;
    expect(head).not.toMatch(/[&*]a1|somewhere/);
    const task = { type: 'image-feature-extraction', name: 'Asymmetric image retrieval' };
    const { mean } = card.exports[0].agreement.orderConsistency;
    expect(parse(head)).toMatchObject({
      license: 'cc-by-4.0',
      library_name: 'onnx',
      pipeline_tag: 'image-feature-extraction',
      tags: ['image-retrieval', 'asymmetric-retrieval', 'query-model', 'onnx', 'tfjs'],
      datasets: ['my photos'],
      metrics: ['mean_average_precision', 'order_consistency'],
      'model-index': [
        {
          name: card.name,
          results: [
            {
              task,
              dataset: { name: 'my photos', type: 'my photos', split: 'unseen' },
              metrics: [
                { type: 'mean_average_precision', value: 43.21 },
                { type: 'order_consistency', value: 71.5 },
              ],
            },
            { task, metrics: [{ name: 'order consistency@10 of onnx-float32 with the original' }] },
            { task, metrics: [{ type: 'order_consistency', value: Math.round(1e4 * mean) / 100 }] },
          ],
        },
      ],
    });
  });

  test('says what is not known without the training run', async () => {
    await save(small, false);
    await exportQueryModel(folder, out, { formats: ['tfjs-graph'] });
    const { json, text } = read();
    expect([json.gallery, json.training, json.licences]).toEqual([null, null, { weights: [], pictures: [] }]);
    expect(text).toMatch(/^---\nlicense: unknown\nlibrary_name: tfjs\n/);
    expect(text).toMatch(/Nobody has chosen a licence/);
    expect(text).toMatch(/No run\.json lay beside the model/);
    expect(text).not.toMatch(/registerLayers|undefined/);
  });

  test('knows the licences of benchmarks and of pictures of one’s own', async () => {
    await save(small, { dataset: 'cub-200-2011' });
    const benchmark = await exportQueryModel(folder, out, { ...onRandom, formats: ['tfjs-graph'] });
    expect(benchmark.licences.pictures[0].source).toMatch(/^https:/);
    await save(small, { dataset: '/somewhere/photos' });
    const own = await exportQueryModel(folder, out, { ...onRandom, formats: ['tfjs-graph'] });
    expect(own.licences.pictures[0]).toMatchObject({ licence: 'not known here' });
  });
});
