import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { workspacePath } from '../../../src/base/files/workspacePath.js';
import type { Run } from '../../../src/experiments/runOptions.js';
import { profileFolder } from '../../../src/study/plan/workspace.js';
import { readResults, writeResults } from '../../../src/study/runs/resultsFolder.js';
import { isLong, timeLimit } from '../amounts.js';
import { hasRay, outputOf, startAsym, startCluster, why, type Cluster } from './cluster.js';

const root = mkdtempSync(join(tmpdir(), 'engines-'));
let cluster: Cluster | undefined;
beforeAll(async () => {
  if (hasRay) cluster = await startCluster(6400);
}, 120_000);
afterAll(async () => {
  await cluster?.close();
  rmSync(root, { recursive: true });
}, 120_000);

const local = ['--engine', 'local'];
const printed = (words: string[], folder: string): Promise<string> =>
  outputOf(startAsym(words, folder)).then(({ out }) => out);

/** A workspace that has the weights, and what is kept of drawings and their vectors. */
function workspace(name: string): string {
  const folder = join(root, name);
  mkdirSync(join(folder, 'data', 'cache'), { recursive: true });
  symlinkSync(workspacePath('data', 'weights'), join(folder, 'data', 'weights'));
  for (const part of ['emoji', 'emoji-small', 'embeddings']) {
    const kept = workspacePath('data', 'cache', part);
    if (existsSync(kept)) cpSync(kept, join(folder, 'data', 'cache', part), { recursive: true });
  }
  return folder;
}

/** The runs that were trained in a workspace, without what each training measures of the clock. */
function trained(folder: string): object {
  const runs = join(folder, 'data', 'cache', 'runs');
  const names = readdirSync(runs).filter((name) => name.endsWith('.json'));
  const records = names.map((name) => {
    const { record } = JSON.parse(readFileSync(join(runs, name), 'utf8')) as Run;
    const timed = ['trainingSeconds', 'imagesPerSecond'];
    return [name, Object.fromEntries(Object.entries(record).filter(([field]) => !timed.includes(field)))];
  });
  return Object.fromEntries(records) as object;
}

describe.runIf(isLong)('tuning and retraining on an engine', () => {
  test(
    `a tuning with a few missing trials ends as in one process${why}`,
    async () => {
      const committed = readResults(profileFolder('full'));
      const isMissing = ({ record }: Run): boolean =>
        record.split === 'validation' && record.loss === 'regression';
      expect(committed.filter(isMissing).length).toBeGreaterThan(1);
      const tuned = async (name: string, more: string[]) => {
        const folder = workspace(name);
        await writeResults(
          join(folder, 'figures'),
          'full',
          committed.filter((run) => !isMissing(run)),
        );
        return { out: await printed(['tune', ...more], folder), runs: trained(folder) };
      };
      const expected = await tuned('tune-one', []);
      expect(Object.keys(expected.runs)).toHaveLength(committed.filter(isMissing).length);
      expect(await tuned('tune-local', local)).toEqual(expected);
      if (cluster) expect(await tuned('tune-ray', [...cluster.words, '--shards', '2'])).toEqual(expected);
    },
    timeLimit,
  );

  test(
    `found networks are retrained as in one process${why}`,
    async () => {
      const words = ['architecture', '--profile', 'smoke'];
      const searched = workspace('searched');
      await printed(words, searched);
      const retrained = async (name: string, more: string[]) => {
        const folder = join(root, name);
        cpSync(searched, folder, { recursive: true, verbatimSymlinks: true });
        return { out: await printed([...words, '--retrain', '1', ...more], folder), runs: trained(folder) };
      };
      const expected = await retrained('retrain-one', []);
      expect(Object.keys(expected.runs).length).toBeGreaterThan(2);
      expect(await retrained('retrain-local', local)).toEqual(expected);
      if (cluster)
        expect(await retrained('retrain-ray', [...cluster.words, '--shards', '2'])).toEqual(expected);
    },
    timeLimit,
  );
});
