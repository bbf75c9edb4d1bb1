import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { createQueryModel } from '../../src/models/createQueryModel.js';
import { loadQueryModel, restoreQueryModel, saveQueryModel } from '../../src/models/queryModelFiles.js';
import type { QueryModel } from '../../src/models/queryModel.js';
import type { QueryModelConfigInput } from '../../src/models/queryModelConfig.js';
import { randomSource } from '../../src/base/randomSource.js';

let folder: string;
beforeEach(async () => {
  await selectBackend();
  folder = mkdtempSync(join(tmpdir(), 'query-model-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const features = { mean: new Float32Array(5).fill(0.2), deviation: new Float32Array(5).fill(0.7), flops: 42 };
const build = (config: QueryModelConfigInput, seed = 0) =>
  createQueryModel(config, randomSource(seed), { dimension: 6, features });

function embed(model: QueryModel): number[] {
  const shape = model.input.kind === 'features' ? [2, 5] : [2, 32, 32, 3];
  return tf.tidy(() => {
    const length = shape.reduce((a, b) => a * b, 1);
    const batch = tf.tensor(
      Float32Array.from({ length }, (_, i) => (i * 37) % 256),
      shape,
    );
    return [...model.embed(batch, { training: false }).dataSync()];
  });
}
const weightsFile = () =>
  join(
    folder,
    readdirSync(folder).find((name) => name.endsWith('.bin'))!,
  );

describe('saved query models', () => {
  test.each<QueryModelConfigInput>([
    { kind: 'head', bottleneck: 4 },
    { kind: 'smallCnn', width: 0.25, pooling: 'gem' },
    { kind: 'mobileNetV2', size: 32, width: 0.1, pretrained: false },
  ])('come back equal from their folder alone: %j', async (config) => {
    const model = await build(config, 3);
    if (model.input.kind === 'pixels')
      tf.tidy(() => model.embed(tf.ones([4, 32, 32, 3]), { training: true }));
    await saveQueryModel(model, folder);
    const loaded = await loadQueryModel(folder);
    expect(embed(loaded)).toEqual(embed(model));
    expect([loaded.name, loaded.config, loaded.flops, loaded.names]).toEqual([
      model.name,
      model.config,
      model.flops,
      model.names,
    ]);
    model.dispose();
    loaded.dispose();
  });

  test('are replaced as a whole: one weights file is left', async () => {
    const [first, second] = [await build({ kind: 'head' }, 1), await build({ kind: 'head' }, 2)];
    await saveQueryModel(first, folder);
    await saveQueryModel(second, folder);
    expect(readdirSync(folder).length).toBe(2);
    expect(embed(await loadQueryModel(folder))).toEqual(embed(second));
  });

  test('are refused by another architecture, which keeps its weights and names the difference', async () => {
    await saveQueryModel(await build({ kind: 'head', bottleneck: 4 }), folder);
    const other = await build({ kind: 'head', bottleneck: 3 });
    const before = embed(other);
    await expect(restoreQueryModel(other, folder)).rejects.toThrow(
      /bottleneck\.kernel \[5, 3\][^]*bottleneck\.kernel \[5, 4\]/,
    );
    expect(embed(other)).toEqual(before);
    const cnn = await build({ kind: 'smallCnn', width: 0.25 });
    await expect(restoreQueryModel(cnn, folder)).rejects.toThrow(/block1\.convolution\.kernel/);
  });

  test('are refused when truncated, changed, missing or described badly', async () => {
    await saveQueryModel(await build({ kind: 'head' }), folder);
    const file = weightsFile();
    const whole = readFileSync(file);
    const changed = Buffer.from(whole);
    changed[10] ^= 1;
    writeFileSync(file, changed);
    await expect(loadQueryModel(folder)).rejects.toThrow(/missing or damaged/);
    writeFileSync(file, whole);
    truncateSync(file, whole.length - 4);
    await expect(loadQueryModel(folder)).rejects.toThrow(/missing or damaged/);
    rmSync(file);
    await expect(loadQueryModel(folder)).rejects.toThrow(/missing or damaged/);
    const manifest = join(folder, 'query-model.json');
    const text = readFileSync(manifest, 'utf8');
    writeFileSync(manifest, text.replace(/weights-[0-9a-f]+\.bin/, '../outside.bin'));
    await expect(loadQueryModel(folder)).rejects.toThrow(/weightsFile/);
    writeFileSync(manifest, text.slice(0, 40));
    await expect(loadQueryModel(folder)).rejects.toThrow(/no readable saved query model/);
    writeFileSync(manifest, text.replace('"formatVersion": 1', '"formatVersion": 2'));
    await expect(loadQueryModel(folder)).rejects.toThrow(/another format[^]*formatVersion 2/);
    rmSync(manifest);
    await expect(loadQueryModel(folder)).rejects.toThrow(/no readable saved query model[^]*no such file/);
  });
});
