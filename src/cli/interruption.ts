import { RetrievalError } from '../errors.js';

const controller = new AbortController();

/** Within so many milliseconds a second signal is the first by another way: a terminal and npm both send it. */
const sameSignal = 1000;

let isArmed = false;
let interruptedAt = 0;

/** Aborted by the first Ctrl-C or SIGTERM; a second one ends the process. */
export function interruption(): AbortSignal {
  if (!isArmed) for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, interrupt);
  isArmed = true;
  return controller.signal;
}

function interrupt(signal: NodeJS.Signals): void {
  if (controller.signal.aborted) {
    if (Date.now() - interruptedAt < sameSignal) return;
    process.off(signal, interrupt);
    process.kill(process.pid, signal);
    return;
  }
  interruptedAt = Date.now();
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
