import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { exportedVectors } from './exported.js';

/** Run in a process of its own: a query model and its exports on WebGPU. */
const backend = await selectBackend({ prefer: 'webgpu' });
process.stdout.write(`\n${JSON.stringify({ backend, vectors: await exportedVectors() })}\n`, () =>
  process.exit(0),
);
