import { expect, test } from 'vitest';
import { completeSearchConfig } from '../../src/architectureSearch/searchConfig.js';
import { searchHashes } from '../../src/architectureSearch/searchHash.js';
import { libraryWith } from '../helpers/libraryWith.js';
import { toyConfig } from './toySearch.js';

const hash = (library?: string): string =>
  searchHashes(completeSearchConfig(toyConfig), { fingerprint: 'data' }, library).code;

test.each([
  'architectureSearch/evolution.ts',
  'architectureSearch/scorePath.ts',
  'training/trainQueryModel.ts',
  'retrieval/metrics/averagePrecision.ts',
  'losses/cosineClassifier.ts',
])('the code of a search changes with %s', (file) => {
  expect(hash(libraryWith(file, '// changed\n'))).not.toBe(hash());
});

test.each([
  'architectureSearch/figures/searchRace.ts',
  'experiments/trainAndEvaluate.ts',
  'losses/rankMatching.ts',
  'cli/architecture.ts',
])('the code of a search does not change with %s', (file) => {
  expect(hash(libraryWith(file, '// changed\n'))).toBe(hash());
});
