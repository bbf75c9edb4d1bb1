import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { randomPictures } from '../../src/export/agreementPictures.js';
import { embedSquares } from '../../src/trainedModels/embedSquares.js';
import { exportFormats } from '../../src/export/exportedFiles.js';
import { exportQueryModel } from '../../src/export/exportQueryModel.js';
import { formats as modelFormats } from '../../src/export/formats.js';
import { readExport } from '../../src/export/readExport.js';
import { weightPrecisions } from '../../src/export/weightPrecisions.js';
import { sha256OfBytes } from '../../src/base/files/sha256.js';
import { hasWeights } from '../../src/models/weightFiles.js';
import type { ModelCard } from '../../src/export/modelCard.js';
import type { QueryModelConfig } from '../../src/models/queryModelConfig.js';
import { races, startRacers } from '../helpers/racers.js';
import { largestDifference } from './toyNetwork.js';
import {
  root,
  folder,
  out,
  exportFolders,
  featureSize,
  build,
  save,
  writeRun,
  small,
  onRandom,
} from './savedModels.js';

exportFolders();

describe('an export', () => {
  test('writes every format and precision, each loads from its folder and agrees with the original', async () => {
    await save(small);
    const before = tf.memory().numTensors;
    const card = await exportQueryModel(folder, out, { ...onRandom, weights: weightPrecisions });
    expect(tf.memory().numTensors).toBe(before);
    expect(card.exports.map((one) => one.folder)).toEqual(
      exportFormats.flatMap((format) => weightPrecisions.map((weights) => `${format}-${weights}`)),
    );
    const pixels = randomPictures(12, 32);
    const model = await build(small);
    const original = await embedSquares(model, undefined, pixels, 12);
    model.dispose();
    for (const { format, weights, folder: name, files, agreement } of card.exports) {
      const read = await readExport(join(out, name));
      expect(files).toEqual(
        files.map((file) => {
          const bytes = read.get(file.name)!;
          return { name: file.name, bytes: bytes.length, sha256: sha256OfBytes(bytes) };
        }),
      );
      const exported = await modelFormats[format].load(read);
      const difference = largestDifference(await exported.embed(pixels, 12), original.data);
      exported.dispose();
      expect(difference).toBeLessThan({ float32: 1e-5, float16: 0.005, int8: 0.1 }[weights]);
      expect(agreement).toMatchObject({ pictures: 24, source: 'random', isWithinTolerance: true });
    }
  });

  test('stores float16 in half the space and int8 in a quarter', async () => {
    await save({ kind: 'smallCnn' });
    const card = await exportQueryModel(folder, out, {
      ...onRandom,
      pictures: 12,
      weights: weightPrecisions,
      force: true,
    });
    for (const format of exportFormats) {
      const sizes = card.exports.flatMap((one) => {
        const weights = one.files.find(({ name }) => name === 'weights.bin' || name === 'model.onnx')!;
        return one.format === format ? [weights.bytes] : [];
      });
      const [whole, half, quarter] = sizes;
      expect(half / whole).toBeLessThan(0.53);
      expect(quarter / whole).toBeLessThan(0.3);
    }
  });

  const strict = {
    ...onRandom,
    formats: ['onnx'],
    weights: ['int8'],
    tolerance: { cosine: 0.99999999 },
  } as const;

  test('is refused outside its tolerance and leaves nothing behind, unless it is forced', async () => {
    await save(small);
    await expect(exportQueryModel(folder, out, strict)).rejects.toThrow(
      /nothing was written[^]*onnx-int8: least cosine 0\.99\d+ \(at least 0\.99999999\)/,
    );
    expect(existsSync(out)).toBe(false);
    const card = await exportQueryModel(folder, out, { ...strict, force: true });
    expect(card.exports[0].agreement.isWithinTolerance).toBe(false);
    expect(card.failed).toEqual([]);
    expect(readFileSync(join(out, 'README.md'), 'utf8')).toMatch(/onnx-int8 lies below its tolerance/);
  });

  test('writes what lies within the tolerance and tells what does not', async () => {
    await save(small);
    const card = await exportQueryModel(folder, out, { ...strict, weights: ['int8', 'float32'] });
    expect(card.exports.map((one) => one.folder)).toEqual(['onnx-float32']);
    expect(card.failed).toMatchObject([
      { folder: 'onnx-int8', reason: expect.stringMatching(/^least cosine 0\.99/) as string },
    ]);
    expect(readdirSync(out).sort()).toEqual(['README.md', 'model-card.json', 'onnx-float32']);
    expect(readFileSync(join(out, 'README.md'), 'utf8')).toMatch(/Not written: onnx-int8, for least cosine/);
  });

  test('leaves a README.md alone that no export wrote', async () => {
    await save(small);
    mkdirSync(out);
    writeFileSync(join(out, 'README.md'), '# Mine');
    await expect(exportQueryModel(folder, out, onRandom)).rejects.toThrow(/no model card[^]*another folder/);
    expect(readdirSync(out)).toEqual(['README.md']);
  });

  test.skipIf(!hasWeights('mobileNetV2'))(
    'of a head takes pixels: the frozen network is inside',
    async () => {
      await save({ kind: 'head', bottleneck: 8 });
      const card = await exportQueryModel(folder, out, onRandom);
      expect(card.exports.every(({ agreement }) => agreement.isWithinTolerance)).toBe(true);
      expect(card.input).toMatchObject({ size: featureSize, range: [0, 255] });
      expect(card.architecture.frozenNetwork).toEqual({
        name: 'mobileNetV2',
        size: featureSize,
        pooling: 'average',
      });
      expect(card.licences.weights.map(({ name }) => name)).toContain('MobileNetV2, ImageNet weights');
      expect(card.limits.join()).toMatch(/frozen mobileNetV2/);
      expect(card.parameters.stored).toBeGreaterThan(100 * card.parameters.trained);
    },
  );

  test('is refused for a folder that is absent, damaged, or beside the run of another model', async () => {
    await expect(exportQueryModel(join(root, 'nothing'), out)).rejects.toThrow(
      /no readable saved query model/,
    );
    const config = await save(small);
    for (const [text, message] of [
      ['{', /training run cannot be read/],
      ['{}', /configuration of the training run/],
    ] as const) {
      writeFileSync(join(folder, 'run.json'), text);
      await expect(exportQueryModel(folder, out, onRandom)).rejects.toThrow(message);
    }
    writeRun({ ...config, size: 48 } as QueryModelConfig);
    await expect(exportQueryModel(folder, out, onRandom)).rejects.toThrow(/belongs to another query model/);
    writeFileSync(join(folder, 'query-model.json'), '{');
    await expect(exportQueryModel(folder, out, onRandom)).rejects.toThrow(/no readable saved query model/);
    expect(existsSync(out)).toBe(false);
  });

  test('says which pictures are missing or too few', async () => {
    await save(small, { dataset: join(root, 'no pictures') });
    await expect(exportQueryModel(folder, out)).rejects.toThrow(/cannot be opened[^]*random/);
    await expect(exportQueryModel(folder, out, { pictures: 3 })).rejects.toThrow(
      /too few pictures[^]*from 12 on/,
    );
    await expect(readExport(join(out, 'onnx-int8'))).rejects.toThrow(/no exported model/);
  });

  test(
    'of processes that export to one folder at a time all files are of one',
    async () => {
      const racers = await startRacers(join(import.meta.dirname, 'racer.ts'), 2, 'ignore');
      try {
        for (let round = 0; round < Math.ceil(races / 10); round++) {
          const place = join(root, `race-${round}`);
          const outcomes = await racers.race(place);
          for (const { refused } of outcomes) if (refused) expect(refused).toMatch(/process \d+/);
          const cards = outcomes.flatMap(({ done }) => (done ? [JSON.parse(done) as ModelCard] : []));
          const text = readFileSync(join(place, 'model-card.json'), 'utf8');
          const card = cards.find((one) => `${JSON.stringify(one, null, 1)}\n` === text);
          expect(readFileSync(join(place, 'README.md'), 'utf8')).toContain(`license: ${card!.licence}`);
          const [{ folder: name, files }] = card!.exports;
          const read = await readExport(join(place, name));
          expect(files.map(({ name: file }) => sha256OfBytes(read.get(file)!))).toEqual(
            files.map(({ sha256 }) => sha256),
          );
        }
      } finally {
        racers.stop();
      }
    },
    60_000 + 4000 * races,
  );
});
