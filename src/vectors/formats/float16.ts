import { Float16Array } from '@petamoriken/float16';

/** Widens IEEE half-precision numbers, given as their bits. */
export function float16ToFloat32(bits: Uint16Array): Float32Array {
  return Float32Array.from(bits, (half) => {
    const sign = half & 0x8000 ? -1 : 1;
    const exponent = (half >> 10) & 0x1f;
    const fraction = half & 0x3ff;
    if (exponent === 0) return sign * fraction * 2 ** -24;
    if (exponent === 0x1f) return fraction ? NaN : sign * Infinity;
    return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
  });
}

/** Rounds to the nearest IEEE half-precision numbers; returns their bits. */
export function float32ToFloat16(numbers: Float32Array): Uint16Array {
  const halves = new Float16Array(numbers);
  return new Uint16Array(halves.buffer, halves.byteOffset, halves.length);
}
