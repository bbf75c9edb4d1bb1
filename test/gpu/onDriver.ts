import { selectBackend } from '../../src/compute/backend/selectBackend.js';

/** Run in a process of its own: what computes with the driver that is found there. */
const backend = await selectBackend({ prefer: 'native' });
process.stdout.write(`\n${JSON.stringify(backend)}\n`, () => process.exit(0));
