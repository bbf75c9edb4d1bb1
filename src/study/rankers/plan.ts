import type { Anchors } from '../../experiments/anchoredSplit.js';
import type { RunConfigInput } from '../../experiments/runConfig.js';
import type { LossConfig } from '../../losses/registry.js';
import type { RankerConfigInput } from '../../rankers/rankerConfig.js';
import { settings, smallCnnSetting } from '../plan/settings.js';
import { candidates, type CandidateName } from './candidates.js';
import {
  chosenRanker,
  chosenTrials,
  rankerDatasets,
  tunedBottlenecks,
  type RankerDataset,
} from './chosen.js';
import { fusedGalleries } from './fusedGalleries.js';
import { rankerIdeaIds, rankerIdeas, type RankerIdeaId } from './ideas.js';
import { worthMethod } from './listWorth.js';
import { rankerSystemIds, systemRun, trialsOf, type RankerSystemId } from './systems.js';

/** Query models of the comparison, with the bottleneck whose chosen settings they take. */
const queryModels = { 16: 16, 64: 64, 256: 64, smallCnn: 16 } as const;
export type RankerQueryModel = keyof typeof queryModels;

const seedsOf: Record<RankerQueryModel, number> = { 16: 5, 64: 5, 256: 3, smallCnn: 2 };

const seeds = (count: number): number[] => Array.from({ length: count }, (_, seed) => seed);

/** All runs of the study, those that choose first. */
export function rankerRuns(): RunConfigInput[] {
  return [rankerTuning, rankerComparison, galleryAnchors, manyRankers, triedIdeas, richerGalleries].flatMap(
    (part) => rankerDatasets.flatMap(part),
  );
}

/** Every trial of every system, on the classes that choose. */
export function rankerTuning(dataset: RankerDataset): RunConfigInput[] {
  return tunedBottlenecks.flatMap((bottleneck) =>
    rankerSystemIds.flatMap((id) =>
      trialsOf(id).map((_, trial) => ({
        ...runOf(dataset, id, { bottleneck, trial, ranker: candidates[chosenRanker[dataset]] }),
        split: 'validation',
      })),
    ),
  );
}

/** The comparison on the test classes with the settings that were chosen. */
export function rankerComparison(dataset: RankerDataset): RunConfigInput[] {
  const ranker = candidates[chosenRanker[dataset]];
  return (Object.keys(queryModels) as unknown as RankerQueryModel[]).flatMap((model) =>
    rankerSystemIds.flatMap((id) =>
      seeds(seedsOf[model]).map((seed) => ({
        ...chosenRun(dataset, id, model, ranker),
        seed,
      })),
    ),
  );
}

/** The split on which the gallery's own pictures may train: its queries are other pictures. */
export const anchoredSplits = { grocery: 'unseen-cross-visit', emoji: 'unseen' } as const satisfies Record<
  RankerDataset,
  string
>;

/** What the gallery's own pictures add as further anchors. */
export function galleryAnchors(dataset: RankerDataset): RunConfigInput[] {
  const ranker = candidates[chosenRanker[dataset]];
  const systems = ['distillation', 'listwise', 'listwiseRanker', 'listwiseRankerDistillation'] as const;
  return (['training', 'both'] as const satisfies Anchors[]).flatMap((anchors) =>
    systems.flatMap((id) =>
      seeds(3).map((seed) => ({
        ...chosenRun(dataset, id, 64, ranker),
        split: anchoredSplits[dataset],
        ...(anchors !== 'training' && { anchors }),
        seed,
      })),
    ),
  );
}

/** How much a ranker is worth: the same systems, with the same settings, on the lists of many. */
export function manyRankers(dataset: RankerDataset): RunConfigInput[] {
  const systems = ['distillationRanker', 'listwiseRanker'] as const;
  return (Object.entries(candidates) as [CandidateName, RankerConfigInput][]).flatMap(([name, ranker]) =>
    systems
      .filter((id) => id !== 'distillationRanker' || ranker.kind !== 'labels')
      .flatMap((id) =>
        seeds(1).map((seed) => ({
          ...chosenRun(dataset, id, 64, ranker),
          method: worthMethod(id, name),
          seed,
        })),
      ),
  );
}

/** Systems that are trained for galleries of more than one model, or whitened ones. */
export const fusedSystems = ['distillation', 'listwise', 'listwiseRankerDistillation'] as const;

/** What a richer gallery is worth to one and the same query model. */
export function richerGalleries(dataset: RankerDataset): RunConfigInput[] {
  const ranker = candidates[chosenRanker[dataset]];
  return Object.values(fusedGalleries).flatMap(({ change }) =>
    fusedSystems.flatMap((id) =>
      seeds(2).map((seed) => ({ ...chosenRun(dataset, id, 64, ranker), ...change(dataset), seed })),
    ),
  );
}

/** Ideas on top, and what they start from, on the classes that choose. */
export function triedIdeas(dataset: RankerDataset): RunConfigInput[] {
  const ranker = candidates[chosenRanker[dataset]];
  return seeds(3).flatMap((seed): RunConfigInput[] => {
    const of = (id: RankerSystemId) => ({
      ...chosenRun(dataset, id, 64, ranker),
      split: 'validation',
      seed,
    });
    const bases = new Set(rankerIdeaIds.map((id): RankerSystemId => rankerIdeas[id].base));
    return [...bases].map(of).concat(
      rankerIdeaIds.map((id) => {
        const base = of(rankerIdeas[id].base);
        const parts = base.loss as Extract<LossConfig, unknown[]>;
        return { ...base, method: ideaMethod(id), ...rankerIdeas[id].change({ parts, ranker }) };
      }),
    );
  });
}

/** How an idea is called in results. */
export const ideaMethod = (id: RankerIdeaId): string => `idea ${id}`;

function chosenRun(
  dataset: RankerDataset,
  id: RankerSystemId,
  model: RankerQueryModel,
  ranker: RankerConfigInput,
): RunConfigInput {
  const trial = chosenTrials[dataset][queryModels[model]][id];
  if (model !== ('smallCnn' as RankerQueryModel)) {
    return runOf(dataset, id, { bottleneck: Number(model), trial, ranker });
  }
  const { method, loss } = systemRun(id, trialsOf(id)[trial]!, ranker);
  return { ...smallCnnSetting(dataset), method, loss };
}

function runOf(
  dataset: RankerDataset,
  id: RankerSystemId,
  { bottleneck, trial, ranker }: { bottleneck: number; trial: number; ranker: RankerConfigInput },
): RunConfigInput {
  const { dropout, ...run } = systemRun(id, trialsOf(id)[trial]!, ranker);
  return { ...settings[dataset], ...run, query: { kind: 'head', bottleneck, dropout } };
}
