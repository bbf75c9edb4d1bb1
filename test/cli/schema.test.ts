import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { readConfigFile } from '../../src/base/config/readConfigFile.js';
import { packagePath } from '../../src/base/files/packagePath.js';
import { runFileSchema } from '../../src/cli/schema/runFileSchema.js';
import { methodIds } from '../../src/study/methods/methods.js';

const validate = z.fromJSONSchema(runFileSchema() as never);
const recipes = readdirSync(packagePath('recipes')).filter((name) => name.endsWith('.yaml'));

test.each(recipes)('the published setting %s is valid by it', async (name) => {
  expect(validate.safeParse(await readConfigFile(packagePath('recipes', name))).success).toBe(true);
});

const rankedBy = (ranker: object) => ({
  kind: 'rankDistribution',
  neighbours: { from: 'ranker', count: 9, ranker },
});

test.each([
  [{}, true],
  [{ $schema: 'run.schema.json', dataset: 'photos', method: 'mine' }, true],
  [{ training: { epochs: 3 } }, true],
  [{ loss: { kind: 'rankMatching', temperature: 0.2 } }, true],
  [{ loss: [{ weight: 1, loss: { kind: 'featureRegression' } }] }, true],
  [{ loss: rankedBy({ kind: 'reciprocal', k1: 8 }) }, true],
  [{ loss: rankedBy({ kind: 'fusion', of: [{ kind: 'cosine' }, { kind: 'labels' }] }) }, true],
  [{ loss: rankedBy({ kind: 'fusion', of: [{ kind: 'cosine' }, { kind: 'label' }] }) }, false],
  [{ trainin: { epochs: 3 } }, false],
  [{ training: { epoch: 3 } }, false],
  [{ training: { epochs: 0 } }, false],
  [{ loss: { kind: 'rankMatchin' } }, false],
  [{ query: { kind: 'smallCnn', size: 8 } }, false],
])('%j is valid: %s', (config, isValid) => {
  expect(validate.safeParse(config).success).toBe(isValid);
});

test('methods are offered and every field has a meaning for the editor', () => {
  const { properties } = runFileSchema();
  expect(properties!.method.anyOf![0].enum).toEqual([...methodIds, 'rerankedOrder']);
  for (const field of Object.values(properties!)) expect(field.description).toBeTruthy();
});
