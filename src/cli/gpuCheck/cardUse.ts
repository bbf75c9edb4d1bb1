import type { DeviceMemory } from '../../compute/backend/deviceMemory.js';

/** Memory of the card in MB. TensorFlow gives nothing back before it ends: what it has taken is the most that it has had. */
export interface CardUse {
  megabytes: number;
  /** By this process, since it started to compute. */
  takenMegabytes: number;
  /** By all programs on the card. */
  usedMegabytes: number;
}

const megabytes = (bytes: number): number => Math.round(bytes / 1e6);

/** @param start the card's memory before anything was computed */
export function cardUse(start: Required<DeviceMemory>, now: Required<DeviceMemory>): CardUse {
  return {
    megabytes: megabytes(now.bytes),
    takenMegabytes: megabytes(start.unusedBytes - now.unusedBytes),
    usedMegabytes: megabytes(now.bytes - now.unusedBytes),
  };
}

/** A card's use in a sentence. */
export function describeCardUse(use: CardUse | undefined): string {
  return use
    ? `Memory of the card: ${use.takenMegabytes} MB taken by this check at most, ${use.usedMegabytes} of ${use.megabytes} MB in use at its end`
    : 'Memory of the card: not known, since the binding to TensorFlow was not built by this set-up';
}
