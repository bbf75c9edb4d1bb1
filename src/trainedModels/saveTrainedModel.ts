import { readdir } from 'node:fs/promises';
import { withChecksum } from '../base/files/checkedJson.js';
import { onFiles } from '../base/files/fileSystemError.js';
import { owningFolder } from '../base/files/owning.js';
import { replaceTogether } from '../base/files/replaceTogether.js';
import type { RunConfig } from '../experiments/runConfig.js';
import type { Run } from '../experiments/runOptions.js';
import type { QueryModel } from '../models/queryModel.js';
import { queryModelContents } from '../models/queryModelFiles.js';
import { isQueryModelFile, isWeightsFile, queryModelGroup } from '../models/queryModelManifest.js';
import { savedRunFile } from './savedRun.js';

/** What is known of a query model when it is saved. */
export interface TrainedParts {
  model: QueryModel;
  /** What it was trained with; default: the configuration of the run, where there is one. */
  config?: RunConfig;
  /** The finished run that trained it. */
  run?: Run;
}

/** The files of a trained model by name. */
export type TrainedModelFiles = Map<string, string | Uint8Array>;

export const configFile = 'config.json';

/**
 * Saves a trained query model to a folder: its weights with `query-model.json`, the configuration as `config.json`, and the
 * run as `run.json`. An earlier model in the folder is replaced as a whole, its run too; other files stay. A reader finds
 * the earlier model or this one, and never the run of the one beside the weights of the other.
 *
 * @param folder is made where it is missing.
 * @throws RetrievalError (usage) when the folder cannot be made or another process is writing to it; what the disk refuses,
 *   which leaves the earlier model as it was.
 * @example
 * const { model, run, dispose } = await openTrainedModel('models/query');
 * await saveTrainedModel('models/copy', { model, config: run?.manifest.config });
 * dispose();
 * console.log((await openTrainedModel('models/copy')).dimension); // 4
 */
export async function saveTrainedModel(folder: string, parts: TrainedParts): Promise<void> {
  await replaceTrainedModel(folder, await trainedModelFiles(parts));
}

/** The files that `saveTrainedModel` writes. */
export async function trainedModelFiles(parts: TrainedParts): Promise<TrainedModelFiles> {
  const { model, run, config = run?.manifest.config } = parts;
  const files: TrainedModelFiles = await queryModelContents(model);
  if (config) files.set(configFile, json(config));
  return run ? withRun(files, run) : files;
}

/** The same files with the run that trained the model. */
export function withRun(files: TrainedModelFiles, { record, manifest }: Run): TrainedModelFiles {
  const weights = [...files.keys()].find(isWeightsFile);
  return new Map([...files, [savedRunFile, json(withChecksum({ record, manifest, weights }))]]);
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 1)}\n`;
}

/** Writes the files in the place of those of an earlier model, together. */
export async function replaceTrainedModel(folder: string, files: TrainedModelFiles): Promise<void> {
  await owningFolder(folder, () =>
    onFiles({ doing: 'Saving the query model', where: folder }, async () => {
      const earlier = (await readdir(folder)).filter(isQueryModelFile);
      // The run of an earlier model must not pass for that of this one.
      const outdated = [savedRunFile, configFile, ...earlier].map((name) => [name, undefined] as const);
      await replaceTogether(folder, queryModelGroup, new Map([...outdated, ...files]));
    }),
  );
}
