import { basename, join } from 'node:path';
import { backendReport, selectBackend } from '../compute/backend/selectBackend.js';
import { findSplit } from '../datasets/findSplit.js';
import { round } from '../experiments/evaluateRun.js';
import { openDataset } from '../datasets/openDataset.js';
import { rankingsOf } from '../experiments/prepareRankings.js';
import { prepareGallery } from '../experiments/prepareGallery.js';
import { prepareStoredInput } from '../experiments/prepareInput.js';
import type { Progress } from '../base/progress.js';
import { sourceState } from '../experiments/runManifest.js';
import { workspacePath } from '../base/files/workspacePath.js';
import { blocksOf } from '../models/networks/choiceNetwork.js';
import { randomSource } from '../base/randomSource.js';
import type { TrainingStep } from '../training/trainQueryModel.js';
import { bestOf, evaluationCount, evolve, searchAtRandom, type SearchProblem } from './evolution.js';
import { handMadePaths } from './handMade.js';
import { checkBudget, type Path } from './paths.js';
import { pathScorer, rewardOf, type SearchData } from './scorePath.js';
import { rememberedScores, type TimedScore } from './scoreStore.js';
import {
  completeSearchConfig,
  supernetRun,
  type SearchConfig,
  type SearchConfigInput,
} from './searchConfig.js';
import { searchHashes, supernetHash } from './searchHash.js';
import type { SearchLog } from './searchLog.js';
import { createSupernet, type Supernet } from './supernet.js';
import { trainSupernet } from './trainSupernet.js';

/** How far the scoring of paths is. */
export interface CandidateProgress {
  done: number;
  /** How many of them were scored by an earlier call. */
  reused: number;
  /** An upper bound: the space may run out of new paths. */
  total: number;
  /** Highest reward so far, per cent. */
  best: number;
}

export interface SearchOptions {
  /** Told about long preparations (pictures, gallery vectors). */
  onProgress?: Progress;
  /** Told after each step of the supernet's training. */
  onStep?: (step: TrainingStep) => void;
  onCandidate?: (progress: CandidateProgress) => void;
  /** Stops before the next step or path; the promise is then rejected with the signal's reason. */
  signal?: AbortSignal;
  /** Where supernets and scores are kept; default `data/cache/search`. */
  cacheFolder?: string;
}

/**
 * Compatible architecture search (Duggal et al. 2021, CMP-NAS, with the one-shot search of Guo et al. 2020): trains a
 * supernet against the gallery model, lets paths within the budget evolve by their reward on the validation classes, and
 * scores as many random paths and the hand-made ones for comparison.
 *
 * The trained supernet and every score are kept: a search that was cut short goes on where it was (a supernet in training
 * starts again), and searches for another reward share both. The same configuration gives the same log, times apart.
 *
 * @throws RetrievalError for an unknown split, a loss that cannot train a supernet or a budget that admits no network;
 * the signal's reason when interrupted.
 */
export async function searchArchitecture(
  input: SearchConfigInput,
  options: SearchOptions = {},
): Promise<SearchLog> {
  const startedAt = new Date().toISOString();
  await selectBackend();
  const config = completeSearchConfig(input);
  const data = await prepareData(config, options);
  const backend = backendReport();
  const hashes = searchHashes(config, data.dataset);
  const cache = options.cacheFolder ?? workspacePath('data', 'cache', 'search');
  const folder = join(cache, supernetHash(config, hashes, backend));
  const supernet = createSupernet(config, data.gallery.fit.columns);
  try {
    checkBudget({ blocks: blocksOf(config.space), flopsOf: supernet.flopsOf, budget: config.budget });
    const history = await trainSupernet(supernet, config, data, { ...options, folder });
    const { seconds, ...found } = await searchPaths(config, data, supernet, folder, options);
    const paths = blocksOf(config.space).reduce((product, { allowed }) => product * allowed.length, 1);
    return {
      config,
      hashes,
      backend,
      ...sourceState(),
      node: process.version,
      startedAt,
      seconds: round(history.seconds + seconds, 1),
      supernet: { parameters: supernet.parameterCount, paths, ...history },
      ...found,
    };
  } finally {
    supernet.dispose();
  }
}

async function searchPaths(
  config: SearchConfig,
  data: SearchData,
  supernet: Supernet,
  folder: string,
  { signal, onCandidate }: SearchOptions,
): Promise<Pick<SearchLog, 'evolution' | 'random' | 'handMade' | 'seconds'>> {
  const { reward: kind, evolution: settings, budget, seed } = config;
  const scorer = pathScorer(supernet, data, config);
  const remembered = rememberedScores(join(folder, 'scores.json'), basename(folder), scorer);
  const { flopsOf } = supernet;
  const compared = handMadePaths(config.space, flopsOf, budget);
  const total = 2 * evaluationCount(settings) + compared.length;
  let [done, reused, best, seconds] = [0, 0, 0, 0];
  const score = async (path: Path) => {
    signal?.throwIfAborted();
    const start = performance.now();
    const { seconds: spent, ...measured }: TimedScore = await remembered(path);
    // What is remembered comes in less time than it took.
    if (performance.now() - start < 500 * spent) reused++;
    const reward = rewardOf(measured, kind);
    [best, seconds] = [Math.max(best, reward), seconds + spent];
    onCandidate?.({ done: ++done, reused, total, best });
    return { ...measured, reward };
  };
  const problem = (stream: string): SearchProblem<Awaited<ReturnType<typeof score>>> => ({
    blocks: blocksOf(config.space),
    flopsOf,
    budget,
    score,
    random: randomSource(seed, stream),
  });
  const evolution = await evolve(problem('evolution'), settings);
  const random = await searchAtRandom(problem('randomSearch'), evolution.length);
  const handMade = [];
  for (const { name, path } of compared) {
    handMade.push({ name, path, flops: flopsOf(path), ...(await score(path)) });
  }
  onCandidate?.({ done: total, reused, total, best: bestOf([...evolution, ...random], 1)[0]!.reward });
  return { evolution, random, handMade, seconds };
}

async function prepareData(config: SearchConfig, { onProgress, signal }: SearchOptions): Promise<SearchData> {
  const dataset = await openDataset(config.dataset, onProgress);
  const split = findSplit(dataset, config.split);
  const run = supernetRun(config);
  const gallery = await prepareGallery(dataset, split, run, onProgress, signal);
  const input = await prepareStoredInput(dataset, split, run, onProgress, signal);
  const rankings = await rankingsOf(dataset, split, run, onProgress, signal);
  return { dataset, split, gallery, input, rankings };
}
