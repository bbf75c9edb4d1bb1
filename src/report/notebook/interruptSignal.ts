/**
 * The signal that interrupting a notebook cell aborts; outside a notebook one that never fires. Ask for it anew in each
 * cell: after an interrupt the kernel arms a fresh one.
 */
export function interruptSignal(): AbortSignal {
  const { __interruptSignal: armed } = globalThis as { __interruptSignal?: AbortSignal };
  return armed ?? new AbortController().signal;
}
