import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { exportCommand } from '../../src/cli/export.js';
import type { ModelCard } from '../../src/export/modelCard.js';
import { writeGroceryFolder } from '../../src/datasets/grocery/groceryFolder.js';
import { hasWeights } from '../../src/models/weightFiles.js';
import { trainAndSave } from '../../src/trainedModels/trainAndSave.js';
import { folder, out, root, exportFolders, save, small } from '../export/savedModels.js';

exportFolders();

describe('asym export', () => {
  const run = (...words: string[]) => exportCommand().exitOverride().parseAsync(words, { from: 'user' });

  test('prints one JSON document with --json, a table without', async () => {
    await save(small);
    const printed: string[] = [];
    const log = vi.spyOn(console, 'log').mockImplementation((text: string) => void printed.push(text));
    const progress = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const common = ['--model', folder, '--out', out, '--data', 'random', '--pictures', '20'];
    await run(...common, '--format', 'onnx', '--weights', 'float32', 'int8', '--json');
    expect(printed.length).toBe(1);
    const card = JSON.parse(printed[0]) as ModelCard;
    expect(card.exports.map((one) => one.folder)).toEqual(['onnx-float32', 'onnx-int8']);
    await run(...common, '--format', 'tfjs-graph');
    expect(printed[1]).toMatch(/tfjs-graph-float32/);
    expect(progress).toHaveBeenCalled();
    log.mockRestore();
    progress.mockRestore();
  });

  test('writes what it can, and ends with an error that names the rest', async () => {
    await save(small);
    const printed = vi.spyOn(console, 'log').mockReturnValue();
    const progress = vi.spyOn(console, 'error').mockReturnValue();
    const common = ['--model', folder, '--out', out, '--data', 'random', '--pictures', '20'];
    const strict = [...common, '--cosine', '0.99999999', '--weights', 'int8', 'float32', '--format', 'onnx'];
    await expect(run(...strict)).rejects.toThrow(
      /1 of 2 exports were not written; the others are\n {2}where: onnx-int8\n {2}found: onnx-int8: least cosine/,
    );
    expect(readdirSync(out)).toContain('onnx-float32');
    expect(printed.mock.calls.flat().join('\n')).toMatch(/onnx-float32[^]* yes[^]*onnx-int8[^]* no/);
    await run(...strict, '--force');
    expect(readdirSync(out)).toContain('onnx-int8');
    await expect(
      run(...common, '--weights', 'int8', '--most-lost', '0', '--order-consistency', '1'),
    ).rejects.toThrow(/nothing was written/);
    printed.mockRestore();
    progress.mockRestore();
  });

  test.skipIf(!hasWeights('mobileNetV2'))(
    'makes int8 files of a head on photos that search as the head does',
    { timeout: 120_000 },
    async () => {
      const { photos, vectors } = await writeGroceryFolder(join(root, 'own'), { labels: 6, perLabel: 12 });
      await trainAndSave(
        {
          dataset: photos,
          split: 'heldOut:0.4',
          gallery: { name: 'vectors', file: vectors },
          query: { kind: 'head', bottleneck: 64 },
          featureSize: 96,
          loss: { kind: 'featureRegression' },
          training: { epochs: 10, batchSize: 16 },
        },
        folder,
      );
      const printed = vi.spyOn(console, 'log').mockReturnValue();
      const progress = vi.spyOn(console, 'error').mockReturnValue();
      await run(
        '--model',
        folder,
        '--out',
        out,
        '--format',
        'onnx',
        'tfjs-graph',
        '--weights',
        'int8',
        '--json',
      );
      await run('--model', folder, '--out', out, '--format', 'onnx', '--weights', 'int8', '--licence', 'mit');
      const [json, ...lines] = printed.mock.calls.flat() as string[];
      printed.mockRestore();
      progress.mockRestore();
      const card = JSON.parse(json) as ModelCard;
      expect(card.exports.map((one) => one.folder)).toEqual(['onnx-int8', 'tfjs-graph-int8']);
      for (const { agreement, float16Layers, files } of card.exports) {
        expect(agreement).toMatchObject({
          source: photos,
          gallery: { of: 'gallery model', pictures: 72 },
          isWithinTolerance: true,
        });
        expect(agreement.lost.orderConsistency!.mean).toBeLessThan(0.02);
        expect(agreement.lost.meanAveragePrecision!.mean).toBeLessThan(0.02);
        // With every layer as int8 it is 0.94 or less.
        expect(agreement.cosine.min).toBeGreaterThan(0.98);
        expect(float16Layers).toContain('features.2.conv.0');
        const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
        expect(bytes / (4 * card.parameters.stored)).toBeLessThan(0.28);
      }
      expect(lines.join('\n')).toMatch(
        /kB {2}order@10, % {2}order lost .*mAP, % {2}mAP lost[^]*among the gallery model's vectors of 72[^]*float16.*features\.2\.conv\.0[^]*README\.md/,
      );
      expect(readFileSync(join(out, 'README.md'), 'utf8')).toMatch(/^---\nlicense: mit\n/);
    },
  );

  test('refuses formats, precisions and numbers that there are not', async () => {
    const quiet = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const common = ['--model', folder, '--out', out];
    await expect(run(...common, '--format', 'tflite')).rejects.toThrow(/Allowed choices/);
    await expect(run(...common, '--weights', 'int4')).rejects.toThrow(/Allowed choices/);
    await expect(run(...common, '--pictures', '1.5')).rejects.toThrow(/whole number/);
    await expect(run(...common, '--cosine', 'much')).rejects.toThrow(/number up to 1/);
    await expect(run(...common, '--most-lost', '-1')).rejects.toThrow(/from 0 to 100/);
    quiet.mockRestore();
  });
});
