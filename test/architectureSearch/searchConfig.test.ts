import { describe, expect, test } from 'vitest';
import { completeSearchConfig } from '../../src/architectureSearch/searchConfig.js';
import { toyConfig } from './toySearch.js';

describe('the configuration of a search', () => {
  test('fills in defaults, those of the loss too', () => {
    const config = completeSearchConfig({ dataset: 'emoji', gallery: toyConfig.gallery });
    expect(config.loss).toMatchObject({
      kind: 'compatibleClassification',
      galleryWeight: 1,
      ownWeight: 1,
      scale: 30,
    });
    expect([config.size, config.split, config.testSplit]).toEqual([64, 'validation', 'unseen']);
  });

  test('refuses to search on the classes that test, and what it does not know', () => {
    const parse = (change: object) => () => completeSearchConfig({ ...toyConfig, ...change });
    expect(parse({ split: 'unseen' })).toThrow(/must not see the classes that test/);
    expect(parse({ reward: 'speed' })).toThrow(/reward/);
    expect(parse({ generations: 3 })).toThrow(/generations/);
  });
});
