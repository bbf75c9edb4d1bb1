import { backendReport, selectBackend } from '../compute/backend/selectBackend.js';
import { owningFile } from '../base/files/owning.js';
import { workspacePath } from '../base/files/workspacePath.js';
import { rankersOf } from '../losses/lossConfig.js';
import { anchoredName } from './anchoredSplit.js';
import { openDataset } from '../datasets/openDataset.js';
import { dataHash } from './dataHash.js';
import { configHash } from './hashes.js';
import { otherDevices, type RunDevice } from './deviceOfRun.js';
import { cacheFile, keepRun, readCached } from './runCache.js';
import { lockHash } from './lockHash.js';
import { parseRunConfig, type RunConfigInput } from './runConfig.js';
import { runCode, unknownCode } from './runCode.js';
import { sourceState, type RunManifest } from './runManifest.js';
import type { Run, RunOptions } from './runOptions.js';
import type { RunRecord } from './runRecord.js';
import { trainAndEvaluate } from './trainAndEvaluate.js';
import { openCheckpoints, removeCheckpoints } from '../training/checkpointFolder.js';
import type { TrainingCheckpoints } from '../training/checkpointKeeper.js';

/**
 * Where a run's numbers come from: trained now, found in the cache, kept from earlier code, or made on another device, which
 * its manifest names.
 */
export type RunOrigin = 'trained' | 'cached' | 'earlierCode' | 'otherDevice';

/**
 * What is run on what: the same for equal configurations on the same data and backend, whatever the code. Options that
 * the code has learnt since the run count with their defaults.
 */
export function runIdentity({
  config,
  hashes,
  backend,
}: Pick<RunManifest, 'config' | 'backend'> & { hashes: Pick<RunManifest['hashes'], 'data'> }): string {
  return configHash([parseRunConfig(config), hashes.data, backend.name, backend.device]);
}

/**
 * Trains and evaluates a query model, or gives back a finished run: from the cache when configuration, data, code and
 * backend are the same, and from `finished` when all of these but the code are. Where there is none, one that another
 * backend or device has made counts as well, unless `sameDevice`.
 * @example
 * const { record } = await runExperiment({
 *   dataset: 'photos',
 *   split: 'unseen',
 *   gallery: { name: 'vectors', file: 'vectors.npz' },
 *   query: { kind: 'smallCnn', width: 0.25, size: 32 },
 *   method: 'regression',
 *   loss: { kind: 'featureRegression' },
 *   training: { epochs: 1, batchSize: 4 },
 * });
 * console.log(record.galleryModel, record.mapAsymmetric > 0); // vectors vectors.npz true
 */
export async function runExperiment(
  input: RunConfigInput,
  options: RunOptions = {},
): Promise<Run & { origin: RunOrigin }> {
  const plan = await planRun(input, options);
  const known = (): (Run & { origin: RunOrigin }) | undefined =>
    options.onTrained || options.fresh ? undefined : knownRun(plan, options);
  const train = async (): Promise<Run & { origin: RunOrigin }> => known() ?? trainRun(plan, options);
  // Its state lies in the caches: of those who want the same run one trains it.
  const isShared = plan.isKept && options.checkpoints !== false && !options.checkpoints?.folder;
  const { signal } = options;
  return (
    known() ??
    (isShared ? owningFile(cacheFile(plan.runId), train, { wait: true, ...(signal && { signal }) }) : train())
  );
}

async function trainRun(plan: RunPlan, options: RunOptions): Promise<Run & { origin: RunOrigin }> {
  const { dataset, config, backend, hashes, runId, isKept } = plan;
  const startedAt = new Date();
  const checkpoints = await checkpointsOf(plan, options.checkpoints);
  const { scores, details } = await trainAndEvaluate(dataset, config, { ...options, checkpoints });
  const manifest: RunManifest = {
    runId,
    config,
    hashes,
    backend,
    ...sourceState(),
    node: process.version,
    startedAt: startedAt.toISOString(),
    seconds: Math.round((Date.now() - startedAt.getTime()) / 100) / 10,
    ...details,
  };
  const record: RunRecord = {
    runId,
    dataset: config.dataset,
    split: anchoredName(config.split, config.anchors),
    galleryTreatment: config.galleryTreatment,
    loss: config.method,
    distortion: config.distortion,
    seed: config.seed,
    ...scores,
  };
  const run = { record, manifest };
  if (isKept) await keepRun(run);
  if (options.checkpoints !== false && !options.checkpoints?.folder) {
    await removeCheckpoints(cachedCheckpoints(runId));
  }
  return { ...run, origin: 'trained' };
}

/**
 * The run of this configuration that need not be trained, by the rules of {@link runExperiment}; `undefined` when it has to
 * be.
 */
export async function finishedRun(
  input: RunConfigInput,
  options: Pick<RunOptions, 'finished' | 'onProgress' | 'sameDevice'> = {},
): Promise<Run | undefined> {
  return knownRun(await planRun(input, options), options);
}

/** What is to be run on what, and the id that it gets. */
async function planRun(input: RunConfigInput, { onProgress }: Pick<RunOptions, 'onProgress'>) {
  await selectBackend();
  const config = parseRunConfig(input);
  const dataset = await openDataset(config.dataset, onProgress, config);
  const backend = backendReport();
  const code = runCode(config);
  const hashes = {
    config: configHash(config),
    data: await dataHash(dataset, config.gallery, rankersOf(config.loss)),
    code: code ?? unknownCode(),
    lock: lockHash(),
  };
  const runId = runIdOn(hashes, backend);
  // Registered code whose text is not known cannot be told from what it was before.
  return { dataset, config, backend, hashes, runId, isKept: code !== undefined };
}

type RunPlan = Awaited<ReturnType<typeof planRun>>;

const cachedCheckpoints = (runId: string): string => workspacePath('data', 'cache', 'checkpoints', runId);

/** A training whose code has no text starts anew each time, in a folder that is named. */
async function checkpointsOf(
  { config, runId, isKept }: RunPlan,
  options: RunOptions['checkpoints'] = {},
): Promise<TrainingCheckpoints | undefined> {
  if (options === false || config.ridge || config.averagedSeeds || !(isKept || options.folder))
    return undefined;
  const { folder = cachedCheckpoints(runId), overwrite, minutes, epochSeconds } = options;
  const checkpoints = await openCheckpoints(folder, { id: runId, config }, { overwrite });
  return { ...checkpoints, minutes, epochSeconds };
}

function runIdOn({ config, data, code }: RunManifest['hashes'], { name, device }: RunDevice): string {
  return configHash([config, data, code, name, device]);
}

function knownRun(
  plan: RunPlan,
  { finished, sameDevice }: Pick<RunOptions, 'finished' | 'sameDevice'>,
): (Run & { origin: RunOrigin }) | undefined {
  if (!plan.isKept) return undefined;
  const known = runMadeOn(plan, finished);
  if (known) return { ...known, origin: known.record.runId === plan.runId ? 'cached' : 'earlierCode' };
  if (sameDevice) return undefined;
  for (const device of otherDevices(plan.backend)) {
    const backend = { ...plan.backend, ...device };
    const other = runMadeOn({ ...plan, backend, runId: runIdOn(plan.hashes, device) }, finished);
    if (other) return { ...other, origin: 'otherDevice' };
  }
  return undefined;
}

function runMadeOn(
  plan: Pick<RunPlan, 'config' | 'hashes' | 'backend' | 'runId'>,
  finished: RunOptions['finished'],
): Run | undefined {
  const kept = finished?.get(runIdentity(plan));
  return kept?.record.runId === plan.runId ? kept : (readCached(plan.runId) ?? kept);
}
