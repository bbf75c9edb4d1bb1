const { join } = require('node:path');

// Notebooks work from the repository root, wherever they lie.
process.chdir(join(__dirname, '..', '..', '..', '..'));
process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';

// Each interrupt of a cell aborts the present signal and arms a new one for the cells after it.
let controller = new AbortController();
Object.defineProperty(globalThis, '__interruptSignal', { get: () => controller.signal });
process.on('SIGINT', () => {
  const interrupted = controller;
  controller = new AbortController();
  interrupted.abort(new Error('interrupted'));
});

// A rejection that nothing awaits does not fail a cell; a headless run asks for this list at its end.
globalThis.__lostRejections = [];
process.on('unhandledRejection', (reason) => {
  globalThis.__lostRejections.push(
    reason instanceof Error ? (reason.stack ?? reason.message) : String(reason),
  );
});

require('tslab/dist/main.js').startKernel({ configPath: process.argv[2], enableFindLocal: false });
