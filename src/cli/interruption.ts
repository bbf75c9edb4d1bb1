import { RetrievalError } from '../errors.js';

const controller = new AbortController();

/** Aborted by the first Ctrl-C; a second one ends the process. */
export function interruption(): AbortSignal {
  if (process.listenerCount('SIGINT') === 0) {
    process.once('SIGINT', () => {
      process.stderr.write(
        '\nStopping after this step; what is finished is kept. Ctrl-C again stops at once.\n',
      );
      controller.abort(
        new RetrievalError({ what: 'Interrupted', fix: 'run the same command again to go on' }),
      );
    });
  }
  return controller.signal;
}

/** Whether Ctrl-C was pressed. */
export function isInterrupted(): boolean {
  return controller.signal.aborted;
}
