import { RetrievalError } from '../../errors.js';
import type { BackendReport } from './selectBackend.js';

/** Where the choice stands: `cpu`, `gpu` or the number of a card. */
export const deviceVariable = 'ASYMMETRIC_DEVICE';

/** What was chosen to compute on; nothing where the choice is the library's. */
export type DeviceChoice = 'cpu' | 'gpu' | { card: number };

/** @throws RetrievalError (usage) for anything else in the environment variable. */
export function chosenDevice(text = process.env[deviceVariable]): DeviceChoice | undefined {
  if (!text) return undefined;
  if (text === 'cpu' || text === 'gpu') return text;
  if (/^\d{1,3}$/.test(text)) return { card: Number(text) };
  throw new RetrievalError({
    what: 'There is no such device',
    where: `--device or ${deviceVariable}`,
    expected: 'cpu, gpu, or the number of a card from 0 on',
    found: text,
    kind: 'usage',
  });
}

/**
 * The cards that TensorFlow may see. With several, the binding would put tensors on the last one and compute on the first,
 * so that it is one at most: the first, unless another is chosen here or in CUDA's own variable.
 */
export function visibleCards(choice: DeviceChoice | undefined, before: string | undefined): string {
  if (choice === 'cpu') return '-1';
  return typeof choice === 'object' ? String(choice.card) : (before ?? '0');
}

/** @throws RetrievalError where a GPU was chosen and is not what computes, or the processor and a GPU does. */
export function checkDevice({ name, device }: BackendReport, choice: DeviceChoice | undefined): void {
  const wanted = choice === undefined || choice === 'cpu' ? choice : 'gpu';
  const isUnnumbered = typeof choice === 'object' && name !== 'native';
  if (wanted === undefined || (wanted === device && !isUnnumbered)) return;
  const asked = typeof choice === 'object' ? `card ${choice.card}` : wanted === 'gpu' ? 'a GPU' : 'the CPU';
  throw new RetrievalError({
    what: `It does not compute on ${asked}, as was asked for`,
    where: `--device or ${deviceVariable}`,
    expected: asked,
    found: `${name} on the ${device.toUpperCase()}${isUnnumbered ? ', which chooses its card itself' : ''}`,
    fix:
      wanted === 'gpu'
        ? '`nvidia-smi -L` numbers the cards, and `npx asym doctor` says why none is used; without --device the library chooses'
        : 'leave the choice of the backend to the library (ASYMMETRIC_BACKEND)',
  });
}
