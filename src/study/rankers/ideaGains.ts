import { configHash } from '../../experiments/hashes.js';
import { parseRunConfig, type RunConfigInput } from '../../experiments/runConfig.js';
import type { Run } from '../../experiments/runOptions.js';
import { groupedDifference } from '../../retrieval/metrics/groupedDifference.js';
import { pairedDifference } from '../../retrieval/metrics/pairedDifference.js';
import type { Column } from '../../report/tables/table.js';
import { toMarkdownTable } from '../../report/tables/writeTable.js';
import { precisionOfQueries, verdictOf } from '../analysis/pairedGain.js';
import { methodLabel } from '../methods/looks.js';
import type { RankerDataset } from './chosen.js';
import { gainColumns } from './gains.js';
import { rankerIdeaIds, rankerIdeas } from './ideas.js';
import { ideaMethod, triedIdeas } from './plan.js';

/** What an idea adds to the system that it starts from, in points of mAP, on the classes that choose. */
export interface IdeaGain {
  dataset: string;
  base: string;
  idea: string;
  mapAsymmetric: number;
  gain: number;
  low: number;
  high: number;
  lowOverClasses: number;
  highOverClasses: number;
  verdict: string;
  seeds: number;
}

const verdicts = { gain: 'helps', loss: 'hurts', tie: 'no difference that the classes show' } as const;

/**
 * The gains of all ideas whose runs are there.
 * @param runs those of one data set on the classes that choose
 * @param classes `[queries]`
 */
export function ideaGains(runs: readonly Run[], dataset: RankerDataset, classes: Int32Array): IdeaGain[] {
  const planned = triedIdeas(dataset);
  return rankerIdeaIds.flatMap((id): IdeaGain[] => {
    const { base, what } = rankerIdeas[id];
    const own = runs.filter(({ record }) => record.loss === ideaMethod(id));
    const others = runsOfBase(runs, planned, base, own);
    if (own.length === 0 || others.length === 0) return [];
    const [a, b] = [precisionOfQueries(own), precisionOfQueries(others)];
    const queries = pairedDifference(a, b);
    const grouped = groupedDifference(a, b, classes);
    return [
      {
        dataset,
        base: methodLabel(base),
        idea: what,
        mapAsymmetric: own.reduce((sum, { record }) => sum + record.mapAsymmetric, 0) / own.length,
        gain: queries.mean,
        low: queries.low,
        high: queries.high,
        lowOverClasses: grouped.low,
        highOverClasses: grouped.high,
        verdict: verdicts[verdictOf(grouped)],
        seeds: own.length,
      },
    ];
  });
}

/** The runs of a system as it is planned beside the ideas, of the same seeds. */
function runsOfBase(
  runs: readonly Run[],
  planned: readonly RunConfigInput[],
  base: string,
  own: readonly Run[],
): Run[] {
  const seeds = own.map(({ record }) => record.seed);
  const wanted = new Set(
    planned.filter(({ method }) => method === base).map((config) => configHash(parseRunConfig(config))),
  );
  return runs.filter(
    ({ record, manifest }) => seeds.includes(record.seed) && wanted.has(configHash(manifest.config)),
  );
}

const columns: Column[] = [
  { key: 'dataset', label: 'data set' },
  { key: 'idea' },
  { key: 'base', label: 'on top of' },
  { key: 'mapAsymmetric', label: 'asymmetric mAP %', digits: 1 },
  ...gainColumns('more'),
  { key: 'verdict', label: '' },
  { key: 'seeds', digits: 0 },
];

/** The table of ideas, in which those that fail stand beside the others. */
export function ideaSection(gains: readonly IdeaGain[]): string {
  if (gains.length === 0) return 'Not run yet.';
  return toMarkdownTable(
    gains.map((gain) => ({ ...gain, gainOverClasses: gain.gain })),
    columns,
  );
}
