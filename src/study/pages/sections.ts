import type { Run } from '../../experiments/runOptions.js';
import { toMarkdownTable } from '../../report/tables/writeTable.js';
import type { Column, Row } from '../../report/tables/table.js';
import { questions } from '../analysis/answers/answers.js';
import { comparisonRows } from '../analysis/comparison.js';
import { drawFigure } from '../figures/figures.js';
import { select } from '../analysis/selection.js';
import type { DatasetName } from '../plan/settings.js';
import { studiedDatasets } from '../plan/studiedDatasets.js';
import { systemColumns, systemRows } from '../analysis/systemTable.js';

const datasets = ['grocery', 'emoji'] as const satisfies DatasetName[];

/** Columns of the table of all systems that fit a page. */
const onPage = [
  'method',
  'family',
  'mapAsymmetric',
  'mapAlone',
  'orderConsistency10',
  'cosineToTarget',
  'seeds',
];

/**
 * What pages take from the results, by name: `headline`, `answers` with the main questions on both data sets, and for each
 * data set `systems-NAME` with every system and `answers-NAME` with every question.
 */
export function pageSections(runs: readonly Run[]): Record<string, string> {
  const parts = datasets.flatMap((dataset) => [
    [`systems-${dataset}`, systems(runs, dataset)] as const,
    [`answers-${dataset}`, answers(runs, dataset)] as const,
  ]);
  const sections = { headline: headline(runs), answers: mainAnswers(runs), ...Object.fromEntries(parts) };
  return Object.fromEntries(Object.entries(sections).map(([name, text]) => [name, text || 'Not run yet.']));
}

function systems(runs: readonly Run[], dataset: DatasetName): string {
  const columns = systemColumns.filter(({ key }) => onPage.includes(key));
  const rows = systemRows(runs, dataset);
  return rows.length > 0 ? toMarkdownTable(rows, columns) : '';
}

function answers(runs: readonly Run[], dataset: DatasetName): string {
  const { figureSuffix } = studiedDatasets[dataset];
  return Object.values(questions)
    .flatMap(({ question, figure, answer }) => {
      const sentences = sentencesOf(answer(runs, dataset));
      if (sentences.length === 0) return [];
      const lines = sentences.map((sentence) => `  - ${sentence}`);
      const link = drawFigure(figure, runs, dataset)
        ? ` ([figure](figures/${figure}${figureSuffix}.png))`
        : '';
      return [`- **${question}**${link}`, ...lines];
    })
    .join('\n');
}

/** The first sentences of the questions that most readers ask, each with its data set. */
function mainAnswers(runs: readonly Run[]): string {
  return (['prize', 'order', 'distortion'] as const)
    .flatMap((id) => {
      const { question, answer } = questions[id];
      const lines = datasets.flatMap((dataset) =>
        sentencesOf(answer(runs, dataset))
          .slice(0, 1)
          .map((sentence) => `  - On ${studiedDatasets[dataset].inWords}: ${sentence}`),
      );
      return lines.length > 0 ? [`- **${question}**`, ...lines] : [];
    })
    .join('\n');
}

/** Sentences of an answer, safe in Markdown. */
function sentencesOf(answer: string | undefined): string[] {
  return answer === undefined ? [] : answer.split('\n').map((text) => text.replace(/([*_<])/g, '\\$1'));
}

/** The methods that the text speaks of on both data sets, side by side. */
function headline(runs: readonly Run[]): string {
  const [main, second] = datasets.map((dataset) => comparisonRows(select.headline(runs, dataset)));
  const others = new Map(second!.map((row) => [row.method, row]));
  const rows = main!
    .map((row): Row => {
      const other = others.get(row.method);
      return { ...row, second: other?.mapAsymmetric, secondLow: other?.low, secondHigh: other?.high };
    })
    .sort((a, b) => Number(b.mapAsymmetric) - Number(a.mapAsymmetric));
  return rows.length > 0 ? toMarkdownTable(rows, headlineColumns) : '';
}

const [mainWords, secondWords] = datasets.map((dataset) => studiedDatasets[dataset].inWords);

const headlineColumns: Column[] = [
  { key: 'method' },
  { key: 'mapAsymmetric', label: `${mainWords} mAP`, interval: ['low', 'high'], best: 'highest' },
  { key: 'orderConsistency10', label: 'order consistency@10' },
  { key: 'cosineToTarget', label: 'cosine to target', digits: 2 },
  { key: 'second', label: `${secondWords} mAP`, interval: ['secondLow', 'secondHigh'], best: 'highest' },
];
