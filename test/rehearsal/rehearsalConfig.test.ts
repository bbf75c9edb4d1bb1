import { describe, expect, test } from 'vitest';
import { parseRunConfig } from '../../src/experiments/runConfig.js';
import { rehearsalConfig } from '../../src/rehearsal/rehearsalConfig.js';
import { names, published } from './recipes.js';

describe('the published configurations', () => {
  test.each(names)('%s is valid, and its rehearsal is small', async (name) => {
    const { config, changes } = rehearsalConfig(await published(name));
    expect(parseRunConfig(config)).toEqual(config);
    expect(config.training.epochs).toBe(1);
    expect(JSON.stringify(config)).not.toContain('data/weights');
    expect(changes.length).toBeGreaterThan(3);
  });
});
