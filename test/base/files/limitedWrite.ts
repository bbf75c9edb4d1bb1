import { atomicWrite } from '../../../src/base/files/atomicWrite.js';

process.on('SIGXFSZ', () => undefined);

// Writes more than the process may; ends with 3 when that is told.
try {
  await atomicWrite(process.argv[2], new Uint8Array(100_000));
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 3;
}
