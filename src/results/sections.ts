import type { Run } from '../experiments/runExperiment.js';
import { toMarkdownTable, type Column, type Row } from '../tables/index.js';
import { questions } from './answers/index.js';
import { comparisonRows } from './comparison.js';
import { select } from './selection.js';
import type { DatasetName } from './settings.js';
import { systemColumns, systemRows } from './systemTable.js';

const datasets = ['emoji', 'grocery'] as const satisfies DatasetName[];

/** Columns of the table of all systems that fit a page. */
const onPage = [
  'method',
  'family',
  'mapAsymmetric',
  'mapSymmetricQuery',
  'orderConsistency10',
  'cosineToTarget',
  'seeds',
];

/**
 * What pages take from the results, by name: `headline`, and for each data set `systems-NAME` with every system and
 * `answers-NAME` with every question.
 */
export function pageSections(runs: readonly Run[]): Record<string, string> {
  const parts = datasets.flatMap((dataset) => [
    [`systems-${dataset}`, systems(runs, dataset)] as const,
    [`answers-${dataset}`, answers(runs, dataset)] as const,
  ]);
  return { headline: headline(runs), ...Object.fromEntries(parts) };
}

function systems(runs: readonly Run[], dataset: DatasetName): string {
  const columns = systemColumns.filter(({ key }) => onPage.includes(key));
  const rows = systemRows(runs, dataset);
  return rows.length > 0 ? toMarkdownTable(rows, columns) : 'Not run yet.';
}

function answers(runs: readonly Run[], dataset: DatasetName): string {
  const suffix = dataset === 'grocery' ? '-grocery' : '';
  return Object.values(questions)
    .flatMap(({ question, figure, answer }) => {
      const sentences = answer(runs, dataset);
      if (sentences === undefined) return [];
      const lines = sentences.split('\n').map((sentence) => `  - ${sentence.replace(/([*_<])/g, '\\$1')}`);
      return [`- **${question}** ([figure](figures/${figure}${suffix}.png))`, ...lines];
    })
    .join('\n');
}

/** The methods that the text speaks of on both data sets, side by side. */
function headline(runs: readonly Run[]): string {
  const [emoji, grocery] = datasets.map((dataset) => comparisonRows(select.headline(runs, dataset)));
  const onPhotos = new Map(grocery!.map((row) => [row.method, row]));
  const rows = emoji!
    .map((row): Row => {
      const other = onPhotos.get(row.method);
      return { ...row, grocery: other?.mapAsymmetric, groceryLow: other?.low, groceryHigh: other?.high };
    })
    .sort((a, b) => Number(b.mapAsymmetric) - Number(a.mapAsymmetric));
  return rows.length > 0 ? toMarkdownTable(rows, headlineColumns) : 'Not run yet.';
}

const headlineColumns: Column[] = [
  { key: 'method' },
  { key: 'mapAsymmetric', label: 'emoji mAP', interval: ['low', 'high'], best: 'highest' },
  { key: 'orderConsistency10', label: 'order consistency@10' },
  { key: 'cosineToTarget', label: 'cosine to target', digits: 2 },
  { key: 'grocery', label: 'groceries mAP', interval: ['groceryLow', 'groceryHigh'], best: 'highest' },
];
