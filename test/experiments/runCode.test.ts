import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { workspacePath } from '../../src/base/files/workspacePath.js';
import { registerDataset } from '../../src/datasets/datasetRegistry.js';
import { folderDataset } from '../../src/datasets/own/folderDataset.js';
import { ownCacheName } from '../../src/datasets/own/ownPictures.js';
import { codeHash } from '../../src/experiments/codeHash.js';
import { runCode } from '../../src/experiments/runCode.js';
import { runExperiment } from '../../src/experiments/runExperiment.js';
import { completeLossConfig } from '../../src/losses/lossConfig.js';
import { registerLoss } from '../../src/losses/registry.js';
import { smallCnn } from '../../src/models/networks/smallCnn.js';
import { registerQueryModel } from '../../src/models/queryModelRegistry.js';
import { writeEmbeddingFile } from '../../src/vectors/writeEmbeddingFile.js';
import { writePicture } from '../datasets/pictures.js';
import { libraryWith } from '../helpers/libraryWith.js';

const folder = mkdtempSync(join(tmpdir(), 'run-code-'));
const pictures = join(folder, 'pictures');
const made = new Set<string>();
beforeAll(async () => {
  for (let n = 0; n < 12; n++) await writePicture(join(pictures, `label${n % 4}`), `p${n}.jpg`, n % 4, 40);
  const data = Float32Array.from({ length: 36 }, (_, i) => [Math.floor(i / 3) + 1, 2, 0][i % 3]);
  await writeEmbeddingFile(join(folder, 'vectors.npy'), { matrix: { data, rows: 12, columns: 3 } });
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  const cache = workspacePath('data', 'cache');
  const names = [ownCacheName(pictures), ...[...made].map((runId) => join('runs', `${runId}.json`))];
  for (const name of names) rmSync(join(cache, name), { recursive: true, force: true });
});
afterEach(() => void vi.restoreAllMocks());

const schema = z.strictObject({ kind: z.literal('gap'), weight: z.number().default(1) });
const compute = (weight: number) => ({
  name: 'gap',
  compute: ({ query, gallery }: { query: tf.Tensor2D; gallery: tf.Tensor2D }) =>
    tf.mul<tf.Scalar>(weight, tf.mean(tf.squaredDifference(query, gallery))),
});
const forms = {
  first: () => registerLoss({ source: 'test', schema, create: ({ weight }) => compute(weight) }),
  second: () => registerLoss({ source: 'test', schema, create: ({ weight }) => compute(2 * weight) }),
  withoutText: () => registerLoss({ source: 'test', schema, create: compute.bind(null, 1) }),
};
const parts = (change: object = {}) => ({
  dataset: 'emoji',
  query: { kind: 'head' },
  loss: completeLossConfig({ kind: 'featureRegression' }),
  ...change,
});
const withGap = (form: keyof typeof forms) => {
  forms[form]();
  return parts({ loss: completeLossConfig({ kind: 'gap' }) });
};

describe('the code of a run', () => {
  test('is the library’s where nothing is registered', () => {
    expect(runCode(parts())).toBe(codeHash(['featureRegression']));
  });

  test('changes with a registered loss that it uses', () => {
    const first = runCode(withGap('first'));
    expect(runCode(withGap('second'))).not.toBe(first);
    expect(runCode(withGap('first'))).toBe(first);
    expect(runCode(parts())).toBe(codeHash(['featureRegression']));
  });

  test('changes with whatever loss of the library a registered one may call', () => {
    const library = libraryWith('losses/rankMatching.ts', '// changed\n');
    expect(runCode(withGap('first'), { library })).not.toBe(runCode(withGap('first')));
    expect(runCode(parts(), { library })).toBe(runCode(parts()));
  });

  test('changes with a registered query model and a registered data set', () => {
    const hash = (version: number, change: object): string | undefined => {
      registerQueryModel({
        schema: z.strictObject({ kind: z.literal('mine'), size: z.int(), pooling: z.literal('gem') }),
        network: () => smallCnn(),
        version,
      });
      registerDataset({ name: 'mine', open: () => folderDataset({ folder }), version });
      return runCode(parts(change));
    };
    for (const change of [{ query: { kind: 'mine' } }, { dataset: 'mine' }]) {
      expect(hash(1, change)).not.toBe(codeHash(['featureRegression']));
      expect(hash(2, change)).not.toBe(hash(1, change));
    }
  });

  test('is not known where registered code has no text, which is told once', () => {
    const warn = vi.spyOn(console, 'warn').mockReturnValue();
    expect(runCode(withGap('withoutText'))).toBeUndefined();
    expect(runCode(withGap('withoutText'))).toBeUndefined();
    expect(warn.mock.calls).toEqual([[expect.stringContaining('the loss gap are not kept')]]);
  });
});

describe('a run with a registered loss', () => {
  const run = async (form: keyof typeof forms) => {
    forms[form]();
    const finished = await runExperiment({
      dataset: pictures,
      split: 'unseen',
      gallery: { name: 'vectors', file: join(folder, 'vectors.npy'), byOrder: true },
      query: { kind: 'smallCnn', width: 0.25, size: 32 },
      loss: { kind: 'gap' },
      training: { epochs: 1, batchSize: 4 },
    });
    made.add(finished.record.runId);
    return finished;
  };

  test('is called by its kind, kept, and trained again when the loss has changed', async () => {
    const first = await run('first');
    expect([first.origin, first.record.loss]).toEqual(['trained', 'gap']);
    expect(first.manifest.config.loss).toEqual({ kind: 'gap', weight: 1 });
    expect((await run('first')).origin).toBe('cached');
    const second = await run('second');
    expect(second.origin).toBe('trained');
    expect(second.manifest.losses[0].loss).toBeCloseTo(2 * first.manifest.losses[0].loss, 4);
  });

  test('is trained each time when the loss has no text', async () => {
    vi.spyOn(console, 'warn').mockReturnValue();
    const runs = [await run('withoutText'), await run('withoutText')];
    expect(runs.map(({ origin }) => origin)).toEqual(['trained', 'trained']);
    expect(runs[0].manifest.hashes.code).toMatch(/^unknown/);
    expect(runs[0].record.runId).not.toBe(runs[1].record.runId);
  });
});
