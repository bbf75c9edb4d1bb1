import { configHash } from '../../experiments/hashes.js';
import type { Run } from '../../experiments/runOptions.js';
import { completeLossConfig } from '../../losses/lossConfig.js';
import type { LossConfigInput } from '../../losses/registry.js';
import { chosenTrial, isMethodId, methodIds, type MethodId } from '../methods/methods.js';
import { contrasted, headlineMethods } from '../plan/grids.js';
import { settings, type DatasetName } from '../plan/settings.js';

const isOneOf =
  (ids: readonly MethodId[]) =>
  ({ record }: Run): boolean =>
    (ids as readonly string[]).includes(record.loss);

/** Whether a run trains as the validation split chose for its method; runs of sweeps do not. */
const isAsChosen = ({ record, manifest }: Run): boolean =>
  !isMethodId(record.loss) || lossHash(manifest.config.loss) === chosenHash(record.loss);

const lossHash = (loss: LossConfigInput): string => configHash(completeLossConfig(loss));

const hashes = new Map<MethodId, string>();
function chosenHash(id: MethodId): string {
  const known = hashes.get(id) ?? lossHash(chosenTrial(id).loss);
  hashes.set(id, known);
  return known;
}

/** Runs of one data set on its main split, trained on undistorted similarities. */
const plain = (runs: readonly Run[], dataset: DatasetName): Run[] =>
  runs.filter(
    ({ record }) =>
      record.dataset === dataset && record.split === settings[dataset].split && record.distortion === 1,
  );

const isHead = ({ manifest }: Run): boolean => manifest.config.query.kind === 'head';

/** Whether a head stands on features of the main resolution. */
const hasMainResolution =
  (dataset: DatasetName) =>
  ({ manifest }: Run): boolean =>
    manifest.config.query.kind !== 'head' || manifest.config.featureSize === settings[dataset].featureSize;

const hasMainBottleneck =
  (dataset: DatasetName) =>
  ({ manifest }: Run): boolean => {
    const { query } = manifest.config;
    const main = settings[dataset].query;
    return query.kind === 'head' && 'bottleneck' in main && query.bottleneck === main.bottleneck;
  };

const isRaw = ({ record }: Run): boolean => record.galleryTreatment === 'raw';

/** Runs that train as chosen, with the main query model. */
const asChosen = (runs: readonly Run[], dataset: DatasetName): Run[] =>
  runs.filter(hasMainBottleneck(dataset)).filter(hasMainResolution(dataset)).filter(isAsChosen);

/** The views of the results that figures and tables are drawn from. */
export const select = {
  /** The comparison of all methods in the main setting. */
  main: (runs: readonly Run[], dataset: DatasetName): Run[] =>
    asChosen(plain(runs, dataset), dataset).filter(isRaw).filter(isOneOf(methodIds)),
  /** Those of them that search the gallery, which a query model that never saw its vectors cannot. */
  systems: (runs: readonly Run[], dataset: DatasetName): Run[] =>
    select.main(runs, dataset).filter(({ record }) => record.loss !== 'queryAlone'),
  /** Those of them that the text speaks of. */
  headline: (runs: readonly Run[], dataset: DatasetName): Run[] =>
    select.main(runs, dataset).filter(isOneOf(headlineMethods)),
  /** Heads of every capacity. */
  capacity: (runs: readonly Run[], dataset: DatasetName): Run[] =>
    select.queryModels(runs, dataset).filter(isHead).filter(hasMainResolution(dataset)),
  /** Heads on features of every resolution. */
  resolution: (runs: readonly Run[], dataset: DatasetName): Run[] =>
    select.queryModels(runs, dataset).filter(hasMainBottleneck(dataset)),
  /** Every query model, for cost against accuracy. */
  queryModels: (runs: readonly Run[], dataset: DatasetName): Run[] =>
    plain(runs, dataset).filter(isRaw).filter(isAsChosen).filter(isOneOf(contrasted)),
  /** Every query model under every method that searches the gallery. */
  everyQueryModel: (runs: readonly Run[], dataset: DatasetName): Run[] =>
    plain(runs, dataset)
      .filter(isRaw)
      .filter(isAsChosen)
      .filter((run) => isOneOf(methodIds)(run) || !isHead(run))
      .filter(({ record }) => record.loss !== 'queryAlone'),
  /** The main query model under every setting of the methods, among which sweeps find their runs. */
  sweep: (runs: readonly Run[], dataset: DatasetName): Run[] =>
    plain(runs, dataset)
      .filter(isRaw)
      .filter(hasMainBottleneck(dataset))
      .filter(hasMainResolution(dataset))
      .filter(isOneOf(methodIds)),
  /** Every way to train on the main split, sweeps and ablations included, that is meant to search the gallery. */
  everyLoss: (runs: readonly Run[], dataset: DatasetName): Run[] =>
    plain(runs, dataset)
      .filter(isRaw)
      .filter(({ record }) => record.loss !== 'queryAlone'),
  distortion: (runs: readonly Run[], dataset: DatasetName): Run[] => {
    const here = asChosen(
      runs.filter(({ record }) => record.dataset === dataset && record.split === settings[dataset].split),
      dataset,
    ).filter(isRaw);
    const distorted = new Set(
      here.filter(({ record }) => record.distortion !== 1).map(({ record }) => record.loss),
    );
    return here.filter(({ record }) => distorted.has(record.loss));
  },
  /** Every method that searches the gallery, with every treatment of the gallery's vectors. */
  treatments: (runs: readonly Run[], dataset: DatasetName): Run[] =>
    asChosen(plain(runs, dataset), dataset)
      .filter(isOneOf(methodIds))
      .filter(({ record }) => record.loss !== 'queryAlone'),
  treatment: (runs: readonly Run[], dataset: DatasetName, treatment: string): Run[] =>
    asChosen(plain(runs, dataset), dataset).filter(({ record }) => record.galleryTreatment === treatment),
  /** The forms of rank order preservation; nothing when only the named methods are there. */
  ablation: (runs: readonly Run[], dataset: DatasetName): Run[] => {
    const forms = asChosen(plain(runs, dataset), dataset)
      .filter(isRaw)
      .filter(({ record }) => !isMethodId(record.loss) || record.loss.startsWith('rankOrder'));
    return forms.every(({ record }) => isMethodId(record.loss)) ? [] : forms;
  },
  split: (runs: readonly Run[], dataset: DatasetName, split: string): Run[] =>
    asChosen(
      runs.filter(
        ({ record }) => record.dataset === dataset && record.split === split && record.distortion === 1,
      ),
      dataset,
    ).filter(isRaw),
};
