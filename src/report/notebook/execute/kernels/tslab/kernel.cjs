const { Worker } = require('node:worker_threads');

// Notebooks work in the folder of data and figures, wherever they lie.
if (process.env.ASYMMETRIC_FOLDER) process.chdir(process.env.ASYMMETRIC_FOLDER);
process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';

// Each interrupt of a cell aborts the present signal and arms a new one for the cells after it.
let controller = new AbortController();
Object.defineProperty(globalThis, '__interruptSignal', { get: () => controller.signal });
process.on('SIGINT', () => {
  const interrupted = controller;
  controller = new AbortController();
  interrupted.abort(new Error('interrupted'));
});

// Jupyter may be gone before it has told its kernels to end, and a cell may never give way: a thread looks after it.
const watch = `
  const parent = ${process.ppid};
  setInterval(() => process.ppid !== parent && process.kill(process.pid, 'SIGKILL'), 1000);`;
new Worker(watch, { eval: true }).unref();

// tslab answers on one socket as soon as that is bound, with a status on another that may not be yet, which zeromq
// refuses. So the sockets that take requests are bound once the one that publishes is.
const { Publisher, Reply, Router } = require(
  require.resolve('zeromq', { paths: [require.resolve('tslab/dist/main.js')] }),
);
const [bindPublisher, bindRouter] = [Publisher.prototype.bind, Router.prototype.bind];
let published = Promise.resolve();
Publisher.prototype.bind = function (address) {
  published = bindPublisher.call(this, address);
  return published;
};
Router.prototype.bind = async function (address) {
  await published;
  return bindRouter.call(this, address);
};

// tslab closes its sockets at a shutdown without waiting for what it has just sent.
for (const { prototype } of [Publisher, Reply, Router]) {
  const { send } = prototype;
  prototype.send = async function (message) {
    try {
      return await send.call(this, message);
    } catch (error) {
      if (!this.closed) throw error;
    }
  };
}

// A package or a build that changes on disk is for the next kernel: tslab's compiler trips over it between two cells.
const compiler = require(
  require.resolve('@tslab/typescript-for-tslab', { paths: [require.resolve('tslab/dist/main.js')] }),
);
const unwatched = { close: () => undefined };
compiler.sys.watchFile = () => unwatched;
compiler.sys.watchDirectory = () => unwatched;

require('./errors.cjs').install();
require('./status.cjs').install(require('tslab/dist/jupyter.js'));
require('./cellFront.cjs').install(require('tslab/dist/converter.js'));

require('tslab/dist/main.js').startKernel({ configPath: process.argv[2], enableFindLocal: false });
