import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '../base/files/makeFolder.js';
import type { ProblemList } from '../base/problems/problem.js';
import { configHash } from '../experiments/hashes.js';
import type { RunConfig } from '../experiments/runConfig.js';
import { lossesThat } from '../losses/lossConfig.js';
import { hasQueryModel } from '../models/queryModelManifest.js';

/** The folder must take the model, and the model must be one that files can hold. */
export async function checkSaving({ loss }: RunConfig, out: string, problems: ProblemList): Promise<void> {
  const kinds = lossesThat(loss, 'hasQueryTransform');
  if (kinds.length > 0) {
    problems.error({
      what: 'The query model of this loss cannot be saved',
      where: kinds.join(', '),
      expected: 'a loss whose query model searches by itself',
      found: 'one that trains a transform beside it, which files of query models do not hold',
      fix: 'train with another method',
    });
  }
  try {
    await makeFolder(out);
    await rm(await mkdtemp(join(out, '.trial-')), { recursive: true });
  } catch (error) {
    problems.error({
      what: 'The model can not be saved there',
      where: out,
      expected: 'a folder that can be made and written to',
      found: (error as NodeJS.ErrnoException).code ?? String(error),
      fix: 'name another folder with --out',
    });
  }
}

/** A model in the folder stays unless it was trained with the same configuration. */
export async function checkReplaced(config: RunConfig, out: string, problems: ProblemList): Promise<void> {
  if (!hasQueryModel(out)) return;
  const text = await readFile(join(out, 'config.json'), 'utf8').catch(() => '{}');
  const before = JSON.parse(text) as Partial<RunConfig>;
  if (configHash(before) === configHash(config)) return;
  problems.error({
    what: 'There is another model in the folder',
    where: out,
    expected: 'none, or one that was trained with this configuration',
    found: `a model trained with ${before.method ?? 'a configuration that is not known'} on ${before.dataset ?? 'other pictures'}`,
    fix: 'name another folder with --out, or replace it with --overwrite',
  });
}
