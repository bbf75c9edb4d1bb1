import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { atomicWrite } from '../../../src/base/files/atomicWrite.js';
import { readResults, writeResults } from '../../../src/study/runs/resultsFolder.js';
import { races, startRacers } from '../../helpers/racers.js';
import { syntheticRun } from '../syntheticRun.js';

vi.mock('../../../src/base/files/atomicWrite.js', { spy: true });

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'results-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('a results folder', () => {
  test('gives back what was written and forgets what is no longer part of it', async () => {
    const runs = [syntheticRun('regression', 0), syntheticRun('regression', 1)];
    await writeResults(folder, 'quick', runs);
    expect(readResults(folder).map((run) => run.record.runId)).toEqual(runs.map((run) => run.record.runId));
    await writeResults(folder, 'quick', runs.slice(1));
    expect(readResults(folder)).toHaveLength(1);
    expect(existsSync(join(folder, 'runs', `${runs[0].record.runId}.json`))).toBe(false);
    const [row] = JSON.parse(readFileSync(join(folder, 'results.json'), 'utf8')) as { profile: string }[];
    expect(row.profile).toBe('quick');
  });

  test('a damaged file is named', async () => {
    await writeResults(folder, 'quick', [syntheticRun('regression', 0)]);
    writeFileSync(join(folder, 'results.json'), '[{');
    expect(() => readResults(folder)).toThrow(/results\.json[\s\S]*version control/);
  });

  test('one number changed by hand is named, in the records and in a manifest', async () => {
    const run = syntheticRun('regression', 0);
    const change = (name: string): void => {
      const text = readFileSync(join(folder, name), 'utf8');
      const changed = text.replace(/("(?:mapAsymmetric|seconds)": ?)[\d.]+/, '$199.9');
      expect(changed).not.toBe(text);
      writeFileSync(join(folder, name), changed);
    };
    await writeResults(folder, 'quick', [run]);
    change('results.json');
    expect(() => readResults(folder)).toThrow(/not what was written[^]*results\.json/);
    await writeResults(folder, 'quick', [run]);
    change(`runs/${run.record.runId}.json`);
    expect(() => readResults(folder)).toThrow(/not what was written[^]*runs/);
    await writeResults(folder, 'quick', [run]);
    expect(readResults(folder)).toHaveLength(1);
  });

  test(
    'of processes that write results at once every one leaves whole results or is refused',
    async () => {
      const racers = await startRacers(join(import.meta.dirname, 'racer.ts'), 2);
      try {
        for (let round = 0; round < races; round++) {
          const place = join(folder, `race-${round}`);
          const outcomes = await racers.race(place);
          const [run, ...others] = readResults(place);
          expect(others).toEqual([]);
          expect(outcomes.map(({ done }) => done)).toContain(String(run.record.seed));
          expect(run.manifest.config.seed).toBe(run.record.seed);
          expect(readdirSync(place).sort()).toEqual(['SHA256SUMS', 'results.json', 'runs']);
          expect(readdirSync(join(place, 'runs'))).toEqual([`${run.record.runId}.json`]);
          for (const { refused } of outcomes) if (refused) expect(refused).toMatch(/process \d+/);
        }
      } finally {
        racers.stop();
      }
    },
    60_000 + 1000 * races,
  );

  test('an earlier record and a later manifest of the same run are not taken for one', async () => {
    const run = syntheticRun('regression', 0);
    await writeResults(folder, 'quick', [run]);
    const later = {
      record: { ...run.record, mapAsymmetric: 1 },
      manifest: { ...run.manifest, queries: { all: 1, withPositive: 1 } },
    };
    const { atomicWrite: real } = await vi.importActual<
      typeof import('../../../src/base/files/atomicWrite.js')
    >('../../../src/base/files/atomicWrite.js');
    vi.mocked(atomicWrite).mockImplementation((file, data) =>
      file.endsWith('results.json') ? Promise.reject(new Error('killed')) : real(file, data),
    );
    await expect(writeResults(folder, 'quick', [later])).rejects.toThrow('killed');
    vi.mocked(atomicWrite).mockImplementation(real);
    expect(() => readResults(folder)).toThrow(/of two writes[^]*write before[^]*run the command/);
    await writeResults(folder, 'quick', [later]);
    expect(readResults(folder)[0].record.mapAsymmetric).toBe(1);
  });
});
