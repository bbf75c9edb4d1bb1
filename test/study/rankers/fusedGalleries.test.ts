import { expect, test } from 'vitest';
import { fusedSection } from '../../../src/study/rankers/fusedGalleries.js';
import { fusedSystems, rankerComparison, richerGalleries } from '../../../src/study/rankers/plan.js';
import { syntheticRunOf } from '../syntheticRun.js';

test('every gallery has a row a system, with what the gallery side reaches alone', () => {
  const plain = rankerComparison('grocery').filter(
    ({ query, seed }) => 'bottleneck' in query && query.bottleneck === 64 && seed! < 2,
  );
  const runs = [...plain, ...richerGalleries('grocery')].map((config) =>
    syntheticRunOf(config, { mapSymmetricGallery: config.gallery.name === 'fused' ? 70 : 60 }),
  );
  const lines = fusedSection(runs, fusedSystems).split('\n').slice(2);
  expect(lines).toHaveLength(4 * fusedSystems.length);
  expect(lines[0]).toMatch(/^\| one model +\| CSD +\| +60\.0 \| .* \| +2 \|$/);
  expect(lines.at(-1)).toMatch(/^\| the same, whitened to 512 +\| .* \| +70\.0 \|/);
  expect(fusedSection([], fusedSystems)).toBe('Not run yet.');
});
