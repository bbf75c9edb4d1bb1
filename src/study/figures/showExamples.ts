import { creditLine } from '../../datasets/creditLine.js';
import { openDataset } from '../../datasets/openDataset.js';
import type { Run } from '../../experiments/runOptions.js';
import { html } from '../../report/notebook/html.js';
import { inNotebook } from '../../report/notebook/kernel.js';
import { show } from '../../report/notebook/show.js';
import { showHtml } from '../../report/notebook/showPicture.js';
import { retrievalGrid, type GridExample } from '../../report/plots/retrievalGrid.js';
import { gridExamples } from './gridExamples.js';

export interface ExamplesOptions {
  /** Queries drawn by lot, default 3. */
  sample?: number;
  /** Queries where the query model loses most, default 1. */
  failures?: number;
  /** Decides the draw, default 0. */
  seed?: number;
}

/**
 * Shows queries of a run with the first pictures that both models find, below the cell: a fair sample, and failures beside
 * it. Does nothing outside a notebook.
 *
 * @example
 * const [run] = await trainedRuns(grid(setting, ['regression'], 1));
 * await showExamples(run);
 */
export async function showExamples(run: Run, options: ExamplesOptions = {}): Promise<void> {
  if (!inNotebook()) return;
  const { sample = 3, failures = 1, seed = 0 } = options;
  const dataset = await openDataset(run.record.dataset);
  const drawn = await gridExamples(dataset, run, sample, { seed });
  const lost = await gridExamples(dataset, run, sample + failures, { choose: 'failures' });
  const isDrawn = ({ query }: GridExample): boolean => drawn.some((one) => one.query.id === query.id);
  const others = lost.filter((example) => !isDrawn(example)).slice(0, failures);
  await show(retrievalGrid([...drawn, ...others]), { interactive: false });
  const credit = `Pictures: ${creditLine(dataset.attributions)}`;
  showHtml(html`<small>${credit}</small>`, credit);
}
