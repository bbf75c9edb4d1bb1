const { appendFileSync } = require('node:fs');

/**
 * Prints errors once and without the frames of the kernel, and records those that no cell reports: rejections that nothing
 * awaits and exceptions of timers. A headless run names the file of the record by ASYMMETRIC_LOST_ERRORS.
 */
exports.install = function install() {
  const { error } = console;
  console.error = (...words) => error(...words.map(describe));

  const file = process.env.ASYMMETRIC_LOST_ERRORS;
  if (!file) return;
  const record = (kind) => (reason) => {
    if (!isOfSockets(reason)) appendFileSync(file, `${kind}: ${String(describe(reason))}\n`);
  };
  process.on('uncaughtExceptionMonitor', (reason, origin) => {
    if (origin === 'uncaughtException') record('An exception that no cell caught')(reason);
  });
  process.on('unhandledRejection', record('A rejection that nothing awaited'));
};

/** Whether a kernel that is about to end has found a socket closed, of which no cell knows. */
function isOfSockets(reason) {
  return (
    reason instanceof Error && reason.message === 'Socket is closed' && /[\\/]zeromq[\\/]/.test(reason.stack)
  );
}
exports.isOfSockets = isOfSockets;

/** The message and the reader's own frames; an interrupt is one line. */
function describe(value) {
  if (!(value instanceof Error)) return value;
  if (/^interrupted/i.test(value.message)) return 'Interrupted';
  const lines = (value.stack ?? String(value)).split('\n');
  const own = lines.filter((line) => !/^\s+at .*(node:|[\\/]tslab[\\/]dist[\\/])/.test(line));
  const cause = value.cause === undefined ? [] : [`Caused by: ${String(describe(value.cause))}`];
  return [...own, ...cause].join('\n');
}
exports.describe = describe;
