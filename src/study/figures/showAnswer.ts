import type { Run } from '../../experiments/runOptions.js';
import { html } from '../../report/notebook/html.js';
import { show } from '../../report/notebook/show.js';
import { showHtml } from '../../report/notebook/showPicture.js';
import { questions, type QuestionId } from '../analysis/answers/answers.js';
import type { DatasetName } from '../plan/settings.js';
import { studiedDatasets } from '../plan/studiedDatasets.js';
import { drawFigure, type drawings } from './figures.js';

/**
 * Shows a figure of the results below the cell, or says that the runs it needs are not among these.
 *
 * @param name without the suffix of the data set, such as `rank-consistency`
 */
export async function showFigure(
  name: keyof typeof drawings,
  runs: readonly Run[],
  dataset: DatasetName,
): Promise<void> {
  const figure = drawFigure(name, runs, dataset);
  if (figure) return show(figure);
  const { inWords } = studiedDatasets[dataset];
  const text = `The figure ${name} needs runs on ${inWords} that are not among these ${runs.length}.`;
  showHtml(html`<p>${text}</p>`, text);
}

/** Shows a question, the figure that tells of it, and the answer in sentences computed from the runs. */
export async function showAnswer(id: QuestionId, runs: readonly Run[], dataset: DatasetName): Promise<void> {
  const { question, figure, answer } = questions[id];
  showHtml(html`<h3>${question}</h3>`, question);
  await showFigure(figure, runs, dataset);
  const sentences = answer(runs, dataset)?.split('\n') ?? [];
  if (sentences.length === 0) return;
  showHtml(html`<ul>${sentences.map((sentence) => html`<li>${sentence}</li>`)}</ul>`, sentences.join('\n'));
}
