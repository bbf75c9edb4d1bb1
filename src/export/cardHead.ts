import { basename } from 'node:path';
import { stringify } from 'yaml';
import type { ExportFormat } from './exportedFiles.js';
import type { ModelCard } from './modelCard.js';

/** How model hubs call what runs a format. */
const libraries: Record<ExportFormat, string> = {
  onnx: 'onnx',
  'tfjs-graph': 'tfjs',
  'tfjs-layers': 'tfjs',
};

const task = { type: 'image-feature-extraction', name: 'Asymmetric image retrieval' };

interface Metric {
  type: 'mean_average_precision' | 'order_consistency';
  name: string;
  /** Per cent. */
  value: number;
}

/** What model hubs read at the head of a `README.md`: YAML between two lines of dashes, in their model card format. */
export function cardHead(card: ModelCard): string {
  const { licence, exports, training } = card;
  const used = [...new Set(exports.map(({ format }) => libraries[format]))];
  const trainedOn = training && nameOf(training.config.dataset);
  const results = resultsOf(card);
  const metrics = [...new Set(results.flatMap((result) => result.metrics.map(({ type }) => type)))];
  const head = {
    license: licence,
    library_name: used[0],
    pipeline_tag: task.type,
    tags: ['image-retrieval', 'asymmetric-retrieval', 'query-model', ...used],
    ...(trainedOn && { datasets: [trainedOn] }),
    ...(results.length > 0 && { metrics, 'model-index': [{ name: card.name, results }] }),
  };
  return `---\n${stringify(head, { aliasDuplicateObjects: false })}---`;
}

interface Result {
  task: typeof task;
  dataset: { name: string; type: string; split?: string };
  metrics: Metric[];
}

/** The scores of the training run, and those of the files. */
function resultsOf({ training, exports }: ModelCard): Result[] {
  const ofRun = training
    ? [
        resultOn(training.config.dataset, training.config.split, [
          ...metric(
            'mean_average_precision',
            'mAP, query model against the gallery',
            training.scores.mapAsymmetric,
          ),
          ...metric('order_consistency', 'order consistency@10', training.scores.orderConsistency10),
        ]),
      ]
    : [];
  const ofFiles = exports.map(({ folder, agreement: { source, lost, orderConsistency } }) =>
    resultOn(source, undefined, [
      ...metric('mean_average_precision', `mAP of ${folder}`, inPercent(lost.meanAveragePrecision?.after)),
      ...metric(
        'order_consistency',
        `order consistency@10 of ${folder}`,
        inPercent(lost.orderConsistency?.after),
      ),
      ...metric(
        'order_consistency',
        `order consistency@10 of ${folder} with the original`,
        inPercent(orderConsistency.mean),
      ),
    ]),
  );
  return [...ofRun, ...ofFiles].filter(({ metrics }) => metrics.length > 0);
}

function resultOn(dataset: string, split: string | undefined, metrics: Metric[]): Result {
  const name = nameOf(dataset);
  return { task, dataset: { name, type: name, ...(split && { split }) }, metrics };
}

function metric(type: Metric['type'], name: string, value: number | undefined): Metric[] {
  return Number.isFinite(value) ? [{ type, name, value: Math.round(100 * value!) / 100 }] : [];
}

function inPercent(fraction: number | undefined): number | undefined {
  return fraction === undefined ? undefined : 100 * fraction;
}

/** A folder of one's own is called by its name, not by where it lay. */
function nameOf(dataset: string): string {
  return basename(dataset);
}
