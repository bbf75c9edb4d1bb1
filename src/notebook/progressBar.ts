import { randomUUID } from 'node:crypto';
import { escapeHtml } from './html.js';
import { displayBundle, inNotebook } from './kernel.js';

export interface ProgressUpdate {
  done: number;
  total: number;
  /** What is being done, in a few words. */
  note?: string;
}

export interface ProgressBar {
  update(state: ProgressUpdate): void;
  finish(): void;
}

/** Milliseconds between two drawings: a cell's output, a terminal's line, a line of a log. */
const pace = { notebook: 250, terminal: 100, log: 10_000 };

/**
 * Shows how far a long piece of work is, with the time left: one updating output in a notebook, one updating line on a
 * terminal, a line every ten seconds in a log.
 */
export function progressBar(label: string, stream: NodeJS.WriteStream = process.stderr): ProgressBar {
  const place = inNotebook() ? 'notebook' : stream.isTTY ? 'terminal' : 'log';
  const id = randomUUID();
  const start = performance.now();
  let drawnAt = place === 'log' ? start : -Infinity;
  let shown = false;
  let line = '';

  const draw = (state: ProgressUpdate): void => {
    line = progressLine(label, state, (performance.now() - start) / 1000);
    if (place === 'notebook') {
      displayBundle({ 'text/html': progressHtml(line, state), 'text/plain': line }, id, shown);
    } else {
      stream.write(
        place === 'terminal' ? `\r\x1b[2K${line.slice(0, (stream.columns || 120) - 1)}` : `${line}\n`,
      );
    }
    shown = true;
  };
  let last: ProgressUpdate = { done: 0, total: 1 };
  return {
    update(state) {
      last = state;
      if (performance.now() - drawnAt < pace[place]) return;
      drawnAt = performance.now();
      draw(state);
    },
    finish() {
      if (shown || place === 'notebook') draw(last);
      if (shown && place === 'terminal') stream.write('\n');
    },
  };
}

/** `Runs 12/40 (30 %), 1:20 gone, 3:07 left: note`. */
export function progressLine(label: string, { done, total, note }: ProgressUpdate, seconds: number): string {
  const share = total > 0 ? done / total : 1;
  const left = share > 0 && share < 1 ? `, ${clock((seconds / share) * (1 - share))} left` : '';
  const count = `${Math.floor(done)}/${total} (${Math.floor(100 * share)} %)`;
  return `${label} ${count}, ${clock(seconds)} gone${left}${note ? `: ${note}` : ''}`;
}

function clock(seconds: number): string {
  const whole = Math.round(seconds);
  const minutes = Math.floor(whole / 60);
  return `${minutes}:${String(whole % 60).padStart(2, '0')}`;
}

function progressHtml(line: string, { done, total }: ProgressUpdate): string {
  const width = total > 0 ? Math.min(100, (100 * done) / total) : 100;
  return (
    `<div style="max-width:40em;font:13px sans-serif"><div style="background:#e5e7eb;border-radius:3px">` +
    `<div style="width:${width.toFixed(1)}%;height:8px;background:#0072b2;border-radius:3px"></div></div>` +
    `${escapeHtml(line)}</div>`
  );
}
