// Runs as JavaScript, as threads do; the library's part of it is the built one.
import { setTimeout } from 'node:timers/promises';
import { threadId } from 'node:worker_threads';
import { RetrievalError } from '../../../src/dist/errors.js';
import { serveWorks } from '../../../src/dist/base/threads/serveWorks.js';

const bytes = new Uint8Array([1, 2, 3]);

serveWorks({
  double: (number) => Promise.resolve(2 * number),
  thread: async (milliseconds) => {
    await setTimeout(milliseconds);
    return threadId;
  },
  give: () => Promise.resolve({ pixels: bytes, width: 3 }),
  lengthOfGiven: () => Promise.resolve(bytes.length),
  refuse: (where) =>
    Promise.reject(
      new RetrievalError({ what: 'Not this one', where, kind: 'data', cause: new Error('deep') }),
    ),
  fail: () => Promise.reject(new TypeError('plain')),
  end: () => process.exit(3),
});
