import type { Run } from '../../experiments/runOptions.js';
import { groupedDifference } from '../../retrieval/metrics/groupedDifference.js';
import { pairedDifference } from '../../retrieval/metrics/pairedDifference.js';
import type { Column } from '../../report/tables/table.js';
import { toMarkdownTable } from '../../report/tables/writeTable.js';
import { precisionOfQueries, verdictOf } from '../analysis/pairedGain.js';
import { methodLabel } from '../methods/looks.js';
import { rankerIdeaIds, rankerIdeas } from './ideas.js';
import { ideaMethod } from './plan.js';

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
}

const verdicts = { gain: 'helps', loss: 'hurts', tie: 'no difference that the classes show' } as const;

/**
 * The gains of all ideas whose runs are there.
 * @param runs those of one data set on the classes that choose
 * @param classes `[queries]`
 */
export function ideaGains(runs: readonly Run[], dataset: string, classes: Int32Array): IdeaGain[] {
  // A base was set in many ways on these classes: the one that an idea changes has as many seeds as the idea.
  return rankerIdeaIds.flatMap((id): IdeaGain[] => {
    const { base, what } = rankerIdeas[id];
    const own = runs.filter(({ record }) => record.loss === ideaMethod(id));
    const others = runsOfBase(runs, base, own.length);
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
      },
    ];
  });
}

/** The runs of a system in the one setting that was run with more than one seed on these classes. */
function runsOfBase(runs: readonly Run[], base: string, seeds: number): Run[] {
  const own = runs.filter(({ record }) => record.loss === base && record.queryModel === 'head r=64');
  const settingOf = ({ manifest: { config } }: Run): string =>
    JSON.stringify([config.loss, config.training, config.query]);
  const seeded = own.find(({ record }) => record.seed > 0);
  return seeded ? own.filter((run) => settingOf(run) === settingOf(seeded)).slice(0, seeds) : [];
}

const columns: Column[] = [
  { key: 'dataset', label: 'data set' },
  { key: 'idea' },
  { key: 'base', label: 'on top of' },
  { key: 'mapAsymmetric', label: 'asymmetric mAP %', digits: 1 },
  { key: 'gain', label: 'more (queries)', digits: 1, interval: ['low', 'high'] },
  {
    key: 'gainOverClasses',
    label: 'the same (classes)',
    digits: 1,
    interval: ['lowOverClasses', 'highOverClasses'],
  },
  { key: 'verdict', label: '' },
];

/** The table of ideas, in which those that fail stand beside the others. */
export function ideaSection(gains: readonly IdeaGain[]): string {
  if (gains.length === 0) return 'Not run yet.';
  return toMarkdownTable(
    gains.map((gain) => ({ ...gain, gainOverClasses: gain.gain })),
    columns,
  );
}
