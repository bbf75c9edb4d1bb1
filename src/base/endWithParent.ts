/** Where the process that starts a job writes down its number for it. */
const variable = 'ASYMMETRIC_PARENT';

/**
 * Sends this process a signal when the one that started it is gone, however that ended: nobody waits for its result then.
 *
 * @param parent number of that process, default what the variable ASYMMETRIC_PARENT says; one that has not started this
 *   process is not watched
 * @param signal default SIGTERM, at which a training keeps what it has
 */
export function endWithParent(
  parent = Number(process.env[variable]),
  signal: NodeJS.Signals = 'SIGTERM',
): void {
  if (process.ppid !== parent || process.platform === 'win32') return;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    process.kill(process.pid, signal);
  }, 1000);
  watch.unref();
}
