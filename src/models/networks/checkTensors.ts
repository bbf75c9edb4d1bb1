import { RetrievalError } from '../../errors.js';
import type { Checkpoint } from '../../checkpoints/checkpointTensor.js';

/** Shapes of the tensors that a checkpoint must hold, by name. */
export type ExpectedTensors = ReadonlyMap<string, readonly number[]>;

/** Most names that an error lists of each kind. */
const mostNames = 8;

/**
 * Compares the tensors of a checkpoint with those that a model needs, by name and shape.
 *
 * @param model names the model in the error
 * @param ignored tensors that may be there and are not used, such as those of a classifier
 * @throws RetrievalError listing missing, misshapen and unexpected names, all at once.
 */
export function checkTensors(
  checkpoint: Checkpoint,
  expected: ExpectedTensors,
  model: string,
  ignored: RegExp,
): void {
  const [missing, misshapen, unexpected]: string[][] = [[], [], []];
  for (const [name, shape] of expected) {
    const tensor = checkpoint.get(name);
    if (!tensor) missing!.push(`${name} ${write(shape)}`);
    else if (tensor.shape.join() !== shape.join()) {
      misshapen!.push(`${name} ${write(tensor.shape)} instead of ${write(shape)}`);
    }
  }
  for (const [name, { shape }] of checkpoint) {
    if (!expected.has(name) && !ignored.test(name)) unexpected!.push(`${name} ${write(shape)}`);
  }
  const found = [
    list('missing', missing!),
    list('of another shape', misshapen!),
    list('unexpected', unexpected!),
  ].filter((part) => part !== '');
  if (found.length === 0) return;
  throw new RetrievalError({
    what: 'The checkpoint does not belong to this network',
    where: model,
    expected: `${expected.size} tensors by their names in PyTorch`,
    found: found.join('; '),
    fix: 'take a checkpoint of this architecture, or name the architecture of the checkpoint',
  });
}

function list(what: string, names: string[]): string {
  if (names.length === 0) return '';
  const more = names.length > mostNames ? ` and ${names.length - mostNames} more` : '';
  return `${names.length} ${what}: ${names.slice(0, mostNames).join(', ')}${more}`;
}

function write(shape: readonly number[]): string {
  return `[${shape.join(', ')}]`;
}
