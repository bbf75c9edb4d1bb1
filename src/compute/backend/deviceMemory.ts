import { memoryRoom } from '../../base/memoryRoom.js';
import { isNative, nativeBackend } from './nativeBackend.js';

/** Bytes of memory of what computes. */
export interface DeviceMemory {
  bytes: number;
  /** What nobody has taken yet; of a card only. */
  unusedBytes?: number;
}

/** The card's memory where TensorFlow computes on one, the processor's elsewhere; infinite where it is not told. */
export function deviceMemory(): DeviceMemory {
  return cardMemory() ?? { bytes: memoryRoom() };
}

/** The memory of the card; undefined where none computes, or the binding does not tell. */
export function cardMemory(): Required<DeviceMemory> | undefined {
  return isNative() ? nativeBackend().binding.cardMemory?.() : undefined;
}
