import { expect, test } from 'vitest';
import {
  provenance,
  provenanceRows,
  provenanceText,
  trainingKey,
} from '../../../src/study/runs/provenance.js';
import { syntheticRun } from '../syntheticRun.js';

const kept = [0, 1].map((seed) => syntheticRun('regression', seed));
const committed = new Set(kept.map(trainingKey));

test('a committed run that was trained again here counts as trained here', () => {
  const again = { ...kept[0], manifest: { ...kept[0].manifest, startedAt: '2026-02-01T00:00:00.000Z' } };
  const found = provenance([again, kept[1]], committed);
  expect(found).toEqual({ live: 1, committed: 1, newest: '2026-01-01T00:00:00.000Z' });
  expect(provenanceText(found)).toBe('1 run trained here, 1 from the committed results of 1 January 2026');
});

test('one kind alone is said alone', () => {
  expect(provenanceText(provenance(kept, committed))).toBe(
    '2 runs from the committed results of 1 January 2026',
  );
  expect(provenanceText(provenance(kept, new Set()))).toBe('2 runs trained here');
});

test('what a GPU has made is said, and of each run on what it was made', () => {
  const onGpu = kept.map((run) => ({
    ...run,
    manifest: {
      ...run.manifest,
      backend: { name: 'native' as const, device: 'gpu' as const, reason: 'test' },
    },
  }));
  const mixed = [kept[0], onGpu[1]];
  expect(provenanceText(provenance(mixed, new Set()))).toBe('2 runs trained here; 1 of them by a GPU');
  expect(provenanceText(provenance(onGpu, new Set()))).toBe('2 runs trained here; all of them by a GPU');
  expect(provenanceRows(mixed, committed).map(({ device }) => device)).toEqual([
    'cpu on the CPU',
    'native on the GPU',
  ]);
});
