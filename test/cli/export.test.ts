import { describe, expect, test, vi } from 'vitest';
import { exportCommand } from '../../src/cli/export.js';
import type { ModelCard } from '../../src/export/modelCard.js';
import { folder, out, exportFolders, save, small } from '../export/savedModels.js';

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

  test('refuses formats, precisions and numbers that there are not', async () => {
    const quiet = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const common = ['--model', folder, '--out', out];
    await expect(run(...common, '--format', 'tflite')).rejects.toThrow(/Allowed choices/);
    await expect(run(...common, '--weights', 'int4')).rejects.toThrow(/Allowed choices/);
    await expect(run(...common, '--pictures', '1.5')).rejects.toThrow(/whole number/);
    await expect(run(...common, '--cosine', 'much')).rejects.toThrow(/number up to 1/);
    quiet.mockRestore();
  });
});
