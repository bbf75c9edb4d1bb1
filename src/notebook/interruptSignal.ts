declare global {
  // Set by the kernel's launcher; every interrupt aborts the current signal and arms a new one.
  var __interruptSignal: AbortSignal | undefined;
}

/** Aborted when the running cell is interrupted. Outside a notebook it never is. */
export function interruptSignal(): AbortSignal {
  return globalThis.__interruptSignal ?? new AbortController().signal;
}
