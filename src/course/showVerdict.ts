import { html } from '../report/notebook/html.js';
import { inNotebook } from '../report/notebook/kernel.js';
import { showHtml } from '../report/notebook/showPicture.js';
import type { Verdict } from './verdict.js';

const signs = {
  missing: { mark: '✎', color: '#5b6270', words: 'Not filled in yet' },
  wrong: { mark: '✗', color: '#CC3311', words: 'Not yet right' },
  right: { mark: '✓', color: '#00796b', words: 'Right' },
} as const;

/**
 * Shows below the cell what a check says; outside a notebook, prints it.
 * @param task as the text calls it, such as `Task 1`
 * @example
 * showVerdict('Task 1', checkNumber(answer, 4, { what: 'the rank' }));
 */
export function showVerdict(task: string, verdict: Verdict): void {
  const text = verdictText(task, verdict);
  if (!inNotebook()) {
    console.log(text);
    return;
  }
  const { mark, color, words } = signs[verdict.outcome];
  const look = `border-left:5px solid ${color};padding:6px 12px;margin:4px 0`;
  showHtml(
    html`<div style="${look}">
      <b style="color:${color}">${mark} ${task} · ${words}</b>: ${verdict.words}
    </div>`,
    text,
  );
}

/** The same as a line of text. */
export function verdictText(task: string, { outcome, words }: Verdict): string {
  return `${signs[outcome].mark} ${task} · ${signs[outcome].words}: ${words}`;
}
