import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { figuresCommand } from '../../src/cli/figures.js';
import { exportFigure } from '../../src/report/plots/exportFigure.js';
import { writeResults } from '../../src/study/runs/resultsFolder.js';
import { syntheticRun } from '../study/syntheticRun.js';

vi.mock('../../src/report/plots/exportFigure.js', () => ({ exportFigure: vi.fn() }));

let folder: string;
let lines: string[];
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'figures-command-'));
  vi.stubEnv('ASYMMETRIC_FOLDER', folder);
  lines = [];
  vi.spyOn(console, 'log').mockImplementation((line: unknown) => void lines.push(String(line)));
  const runs = (['regression', 'rankDistribution'] as const).map((method) => syntheticRun(method, 0));
  await writeResults(join(folder, 'figures'), 'full', runs);
});
afterEach(() => {
  vi.clearAllMocks();
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

const run = (...words: string[]) => figuresCommand().exitOverride().parseAsync(words, { from: 'user' });
const drawn = (): string[] => vi.mocked(exportFigure).mock.calls.map(([, { name }]) => name);

describe('figures', () => {
  test('draws only what is named, by its name or by its file, and nothing else', async () => {
    await run('temperature', 'figures/methods-emoji.png');
    expect(drawn()).toEqual(['methods-emoji', 'temperature']);
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^ {2}methods-emoji: Listwise rank preservation \(ours\) beats/);
  });

  test('offers the nearest name for an unknown one, and draws nothing', async () => {
    await expect(run('temperature', 'method-emoji')).rejects.toThrow(
      /no figure of this name[^]*found: method-emoji[^]*did you mean "methods-emoji"/,
    );
    await expect(run('x')).rejects.toThrow(/one of \d+ names[^]*asym figures --list/);
    expect(drawn()).toEqual([]);
  });

  test('says of a figure that its results are missing, after the others', async () => {
    await expect(run('distortion-emoji', 'temperature')).rejects.toThrow(
      /not there[^]*nothing for distortion-emoji/,
    );
    expect(drawn()).toEqual(['temperature']);
  });

  test('lists the names that can be drawn with what the figures say', async () => {
    await run('--list');
    expect(lines.at(-1)).toMatch(/^temperature: A low temperature/);
    expect(lines.some((line) => line.startsWith('methods-emoji: '))).toBe(true);
    expect(lines.some((line) => line.startsWith('distortion-emoji'))).toBe(false);
    expect(drawn()).toEqual([]);
  });

  test('needs results', async () => {
    await expect(run('--profile', 'quick', 'temperature')).rejects.toThrow(/quick has no results yet/);
  });
});
