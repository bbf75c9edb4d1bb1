import { RetrievalError } from '../errors.js';

const controller = new AbortController();

/** Aborted by the first Ctrl-C or SIGTERM; a second one ends the process. */
export function interruption(): AbortSignal {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    if (process.listenerCount(signal) === 0) process.once(signal, () => interrupt(signal));
  }
  return controller.signal;
}

function interrupt(signal: 'SIGINT' | 'SIGTERM'): void {
  const again = signal === 'SIGINT' ? 'Ctrl-C' : signal;
  process.stderr.write(
    `\nStopping after this step; what is finished is kept. ${again} again stops at once.\n`,
  );
  controller.abort(new RetrievalError({ what: 'Interrupted', fix: 'run the same command again to go on' }));
}

/** Whether the process was asked to stop. */
export function isInterrupted(): boolean {
  return controller.signal.aborted;
}
