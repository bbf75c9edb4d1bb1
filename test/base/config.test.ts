import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { applyChanges } from '../../src/base/config/applyChanges.js';
import { parseConfig } from '../../src/base/config/parseConfig.js';
import { readConfigFile } from '../../src/base/config/readConfigFile.js';
import { suggest } from '../../src/base/config/suggest.js';
import { RetrievalError } from '../../src/errors.js';
import { parseRunConfig } from '../../src/experiments/runConfig.js';
import { runConfigSchema, type RunConfigInput } from '../../src/experiments/runConfig.js';
import { queryModelConfigSchema } from '../../src/models/queryModelRegistry.js';

const folder = mkdtempSync(join(tmpdir(), 'config-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function errorOf(work: () => unknown): RetrievalError {
  try {
    work();
  } catch (error) {
    return error as RetrievalError;
  }
  throw new Error('nothing was refused');
}

const run = {
  dataset: 'emoji',
  split: 'unseen',
  gallery: { name: 'efficientNetLite2' },
  query: { kind: 'head' },
  method: 'any',
  loss: { kind: 'featureRegression' },
} satisfies RunConfigInput;

describe('an unknown field', () => {
  const refused = (change: object): string =>
    errorOf(() => parseConfig(runConfigSchema, { ...run, ...change }, 'the run')).details.where!;

  test('is refused with the known one that was probably meant, at any depth', () => {
    expect(refused({ trainning: {} })).toBe('trainning: there is no such field; did you mean "training"?');
    expect(refused({ training: { epoch: 3 } })).toContain(
      'training.epoch: there is no such field; did you mean "epochs"?',
    );
    expect(refused({ training: { optimizer: { kind: 'sgd', momentun: 0 } } })).toContain(
      'did you mean "momentum"?',
    );
    expect(refused({ query: { kind: 'head', bottelneck: 8 } })).toContain('did you mean "bottleneck"?');
  });

  test('is refused with all known ones where none is near, of the form that is meant', () => {
    const text = refused({ query: { kind: 'head', resolution: 8 } });
    expect(text).toBe('query.resolution: there is no such field; there are kind, bottleneck, dropout');
  });

  test('is refused in a loss, too', () => {
    const loss = { kind: 'rankOrderPreservation', temprature: 1 } as unknown as RunConfigInput['loss'];
    expect(errorOf(() => parseRunConfig({ ...run, loss })).message).toContain('did you mean "temperature"?');
  });

  test('comes with every other problem, and is an error of usage', () => {
    const error = errorOf(() => parseConfig(runConfigSchema, { ...run, sed: 1, split: 7 }, 'the run'));
    expect(error.details.where).toContain('split: Invalid input: expected string');
    expect(error.details.where).toContain('did you mean "seed"?');
    expect(error.details.kind).toBe('usage');
  });
});

test('an unknown name gets a suggestion, too', () => {
  const refused = (query: object): string =>
    errorOf(() => parseConfig(queryModelConfigSchema, query, 'the query model')).details.where!;
  expect(refused({ kind: 'smalCnn' })).toBe('kind: there is no "smalCnn"; did you mean "smallCnn"?');
  expect(refused({ kind: 'transformer' })).toContain('there are head, ');
  expect(refused({ kind: 'smallCnn', pooling: 'gen' })).toContain('did you mean "gem"?');
});

test('suggestions are near, whatever their case, and none where nothing is near', () => {
  expect(suggest('EPOCHS', ['epochs'])).toBe('epochs');
  expect(suggest('x', ['y'])).toBe('y');
  expect(suggest('sed', ['training', 'seed'])).toBe('seed');
  expect(suggest('resolution', ['size', 'width'])).toBeUndefined();
});

describe('changes', () => {
  test('are typed by JSON, nested, and leave the given configuration as it was', () => {
    const before = { training: { epochs: 20 }, loss: [{ weight: 1 }, { weight: 2 }] };
    const changed = applyChanges(before, [
      'training.epochs=5',
      'training.optimizer.kind=sgd',
      'loss.1.weight=0.5',
      'query={"kind":"head"}',
      'dataset=a=b',
    ]);
    expect(changed).toEqual({
      training: { epochs: 5, optimizer: { kind: 'sgd' } },
      loss: [{ weight: 1 }, { weight: 0.5 }],
      query: { kind: 'head' },
      dataset: 'a=b',
    });
    expect(before.training).toEqual({ epochs: 20 });
  });

  test.each([
    'training',
    '=3',
    'a..b=1',
    'training.epochs.much=1',
    'loss.first=1',
    '__proto__.x=1',
    'constructor=1',
  ])('are refused: %s', (change) => {
    const error = errorOf(() => applyChanges({ training: { epochs: 20 }, loss: [] }, [change]));
    expect(error).toMatchObject({ details: { where: '--set', found: change, kind: 'usage' } });
  });
});

describe('a file', () => {
  const write = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };

  test('is read as JSON and as YAML', async () => {
    const expected = { dataset: 'emoji', training: { epochs: 5 } };
    expect(await readConfigFile(write('a.json', JSON.stringify(expected)))).toEqual(expected);
    expect(
      await readConfigFile(write('a.yaml', '# mine\ndataset: emoji\ntraining: { epochs: 5 }\n')),
    ).toEqual(expected);
  });

  test.each([
    ['[1, 2]', 'an object'],
    ['', 'an object'],
    ['{"a": 1', 'valid JSON or YAML'],
    ['a: 1\na: 2', 'valid JSON or YAML'],
  ])('is refused when it holds %j', async (text, expected) => {
    const refused = readConfigFile(write('b.yaml', text));
    await expect(refused).rejects.toMatchObject({ details: { kind: 'usage' } });
    await expect(refused).rejects.toThrow(expected);
  });

  test('that is not there is an error of data', async () => {
    await expect(readConfigFile(join(folder, 'none.json'))).rejects.toMatchObject({
      details: { kind: 'data', found: 'ENOENT' },
    });
  });
});
