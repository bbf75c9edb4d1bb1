import { expect, test } from 'vitest';
import { configHash } from '../../../src/experiments/hashes.js';
import { parseRunConfig } from '../../../src/experiments/runConfig.js';
import { profile } from '../../../src/study/plan/profiles.js';
import { profileFolder } from '../../../src/study/plan/workspace.js';
import { chosenTrials, rankerDatasets, tunedBottlenecks } from '../../../src/study/rankers/chosen.js';
import { rankerTuning } from '../../../src/study/rankers/plan.js';
import { rankerSystemIds } from '../../../src/study/rankers/systems.js';
import { readResults } from '../../../src/study/runs/resultsFolder.js';

const kept = readResults(profileFolder('rankers'));
const byConfig = new Map(kept.map((run) => [configHash(parseRunConfig(run.manifest.config)), run]));

/** Settings this close to the best, in points of mAP, count as equal; the first of them is taken. */
const tie = 0.1;

test.each(rankerDatasets)('the settings for %s are those that the validation classes chose', (dataset) => {
  const scores = rankerTuning(dataset).map((run) => ({
    ...run,
    map: byConfig.get(configHash(parseRunConfig(run)))!.record.mapAsymmetric,
  }));
  for (const bottleneck of tunedBottlenecks) {
    for (const id of rankerSystemIds) {
      const maps = scores
        .filter(
          ({ query, method }) => 'bottleneck' in query && query.bottleneck === bottleneck && method === id,
        )
        .map(({ map }) => map);
      const best = Math.max(...maps);
      expect(chosenTrials[dataset][bottleneck][id], `${id}, r=${bottleneck}: ${maps.join(', ')}`).toBe(
        maps.findIndex((map) => map >= best - tie),
      );
    }
  }
});

test('what is kept is part of the plan, and says of its errors what the table shows', () => {
  const planned = new Set(profile('rankers').runs.map(configHash));
  expect(kept.length).toBeGreaterThan(150);
  for (const [config, { record, manifest }] of byConfig) {
    expect(planned).toContain(config);
    if (record.split !== 'validation') expect(manifest.errors!.microAp.queryModel).toBeGreaterThan(1);
  }
});
