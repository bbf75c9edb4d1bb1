import type { Checkpoint } from '../checkpoints/checkpointTensor.js';
import { RetrievalError } from '../errors.js';
import { readFileNumbers } from '../vectors/formats/fileNumbers.js';
import { bytesPerNumber } from '../vectors/formats/numbers.js';
import { readSafetensorsHeader } from '../vectors/formats/safetensorsContainer.js';

/** Types of tensors that are weights; others, such as counters of batches, are none. */
const floats = new Set(['f16', 'bf16', 'f32', 'f64']);

/**
 * The float tensors of a safetensors file by name, as `torch.save` would hold them.
 * @throws RetrievalError for a damaged file, and for one without weights.
 */
export async function safetensorsWeights(path: string): Promise<Checkpoint> {
  const { tensors } = await readSafetensorsHeader(path);
  const weights: Checkpoint = new Map();
  for (const { name, type, shape, start, end } of tensors) {
    if (type === undefined || !floats.has(type)) continue;
    const count = (end - start) / bytesPerNumber[type];
    weights.set(name, {
      shape: [...shape],
      data: await readFileNumbers({ path, form: { type }, start, count }),
    });
  }
  if (weights.size > 0) return weights;
  throw new RetrievalError({
    what: 'The file holds no weights',
    where: path,
    expected: 'tensors of F32, F16, BF16 or F64',
    found:
      tensors
        .map(({ name, dtype }) => `${name}: ${dtype}`)
        .join(', ')
        .slice(0, 200) || 'no tensors',
    kind: 'data',
  });
}
