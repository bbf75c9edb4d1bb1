import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { weightFiles } from '../../src/models/pretrainedWeights.js';
import { load } from './load.js';

interface Pin {
  requirement: string;
  sha256: string;
}
interface WeightPin extends Pin {
  file: string;
  archiveSha256: string;
  standard?: boolean;
}
interface Pins {
  archives: Record<string, Pin>;
  weights: Record<string, WeightPin>;
  tensorflowVersion: string;
}
const { archives, weights, tensorflowVersion } = await load<Pins>('pins.mjs');

const hash = /^[0-9a-f]{64}$/;
const requirement = /^[a-z0-9-]+==\d+(\.\d+)+$/;
const lists = new URL('../../src/setup/requirements/', import.meta.url);

describe('the pins', () => {
  test('give one version and one SHA-256 for each archive', () => {
    const hashes = [...Object.values(archives), ...Object.values(weights)].map((pin) => {
      expect(pin.requirement).toMatch(requirement);
      expect(pin.sha256).toMatch(hash);
      return pin.sha256;
    });
    expect(new Set(hashes).size).toBe(hashes.length);
    expect(archives.tensorflow.requirement).toBe(`tensorflow-cpu==${tensorflowVersion}`);
    expect(readFileSync(new URL('tensorflow-cuda.txt', lists), 'utf8')).toContain(
      `\ntensorflow==${tensorflowVersion} \\\n`,
    );
  });

  test('name the very weight files that the library reads', () => {
    const pinned = Object.entries(weights).map(([name, { file, sha256, archiveSha256 }]) => {
      expect(archiveSha256).toMatch(hash);
      return [name, { file, sha256 }];
    });
    expect(Object.fromEntries(pinned)).toEqual(weightFiles);
  });

  test.each(readdirSync(lists))('hold every package of %s to a version and to hashes', (name) => {
    const entries = readFileSync(new URL(name, lists), 'utf8')
      .trim()
      .split(/\n(?! )/);
    expect(entries.length).toBeGreaterThan(0);
    for (const entry of entries) {
      const [first, ...others] = entry.split(' \\\n').map((line) => line.trim());
      expect(first).toMatch(/^[a-z0-9-]+==[\w.]+( ; .+)?$/);
      expect(others.length).toBeGreaterThan(0);
      for (const other of others) expect(other).toMatch(/^--hash=sha256:[0-9a-f]{64}$/);
    }
  });
});
