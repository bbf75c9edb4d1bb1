import type { Run } from '../experiments/runExperiment.js';
import { methodIds } from './methods.js';
import { settings, type DatasetName } from './settings.js';

/** Runs of one data set on its main split with the query model trained on undistorted similarities. */
const plain = (runs: readonly Run[], dataset: DatasetName): Run[] =>
  runs.filter(
    ({ record }) =>
      record.dataset === dataset && record.split === settings[dataset].split && record.distortion === 1,
  );

const isHead = ({ manifest }: Run): boolean => manifest.config.query.kind === 'head';

const hasMainQueryModel =
  (dataset: DatasetName) =>
  ({ manifest }: Run): boolean => {
    const { query } = manifest.config;
    const main = settings[dataset].query;
    return query.kind === 'head' && main.kind === 'head' && query.bottleneck === main.bottleneck;
  };

const isKnownMethod = ({ record }: Run): boolean => (methodIds as string[]).includes(record.loss);
const isRaw = ({ record }: Run): boolean => record.galleryTreatment === 'raw';

/** The views of the results that figures and tables are drawn from. */
export const select = {
  /** The comparison of all methods in the main setting. */
  main: (runs: readonly Run[], dataset: DatasetName): Run[] =>
    plain(runs, dataset).filter(hasMainQueryModel(dataset)).filter(isRaw).filter(isKnownMethod),
  /** Heads of every capacity. */
  capacity: (runs: readonly Run[], dataset: DatasetName): Run[] =>
    plain(runs, dataset)
      .filter(isHead)
      .filter(isRaw)
      .filter(({ record }) => sweptMethods.includes(record.loss)),
  /** Every query model, for cost against accuracy. */
  queryModels: (runs: readonly Run[], dataset: DatasetName): Run[] =>
    plain(runs, dataset)
      .filter(isRaw)
      .filter(({ record }) => sweptMethods.includes(record.loss)),
  /** Every way to train on the main split, ablations included. */
  everyLoss: (runs: readonly Run[], dataset: DatasetName): Run[] => plain(runs, dataset).filter(isRaw),
  distortion: (runs: readonly Run[], dataset: DatasetName): Run[] => {
    const here = runs
      .filter(({ record }) => record.dataset === dataset && record.split === settings[dataset].split)
      .filter(hasMainQueryModel(dataset))
      .filter(isRaw);
    const distorted = new Set(
      here.filter(({ record }) => record.distortion !== 1).map(({ record }) => record.loss),
    );
    return here.filter(({ record }) => distorted.has(record.loss));
  },
  treatment: (runs: readonly Run[], dataset: DatasetName, treatment: string): Run[] =>
    plain(runs, dataset)
      .filter(hasMainQueryModel(dataset))
      .filter(({ record }) => record.galleryTreatment === treatment)
      .filter(({ record }) => sweptMethods.includes(record.loss)),
  /** The forms of rank order preservation; nothing when only the two named methods are there. */
  ablation: (runs: readonly Run[], dataset: DatasetName): Run[] => {
    const forms = plain(runs, dataset)
      .filter(hasMainQueryModel(dataset))
      .filter(isRaw)
      .filter((run) => !isKnownMethod(run) || run.record.loss.startsWith('rankOrder'));
    return forms.every(isKnownMethod) ? [] : forms;
  },
  split: (runs: readonly Run[], dataset: DatasetName, split: string): Run[] =>
    runs
      .filter(({ record }) => record.dataset === dataset && record.split === split && record.distortion === 1)
      .filter(hasMainQueryModel(dataset))
      .filter(isRaw),
};

const sweptMethods: string[] = ['regression', 'rankOrderPreservation', 'contextualSimilarityDistillation'];
