import { expect, test } from 'vitest';
import { completeSearchConfig } from '../../../src/architectureSearch/searchConfig.js';
import { searchLogFile, searchOf } from '../../../src/study/plan/searchProfiles.js';

test('searches have files of their own when they differ from the profile', () => {
  const config = searchOf('full', 'emoji', 'product');
  expect(searchLogFile('full', config)).toMatch(/figures.search.product-emoji\.json$/);
  expect(searchLogFile('quick', searchOf('quick', 'grocery', 'product'))).toMatch(
    /quick.search.product-grocery\.json$/,
  );
  expect(searchLogFile('full', completeSearchConfig({ ...config, budget: 12e6 }))).toMatch(
    /product-emoji-[0-9a-f]{16}\.json$/,
  );
});
