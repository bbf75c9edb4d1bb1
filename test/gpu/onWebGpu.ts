import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { computeItems } from '../../src/cli/gpuCheck/items.js';
import type { LossKind } from '../../src/losses/registry.js';
import { shortItems } from './shortItems.js';

/** Run in a process of its own: kinds of losses, separated by commas, or `all` for all that the GPU check computes. */
const kinds = process.argv[2];
const backend = await selectBackend({ prefer: 'webgpu' });
const items =
  kinds === 'all'
    ? await computeItems({ precision: 'float32', imitated: false })
    : await shortItems(kinds.split(',') as LossKind[]);
process.stdout.write(`\n${JSON.stringify({ backend, items })}\n`, () => process.exit(0));
