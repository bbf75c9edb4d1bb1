/** Two deterministic pictures `[2, size, size, 3]`, the inputs of the stored reference embeddings. */
export function patternPictures(size: number): Float32Array {
  const pixels = new Float32Array(2 * size * size * 3);
  const second = size * size * 3;
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      for (let c = 0; c < 3; c++) {
        const at = (y * size + x) * 3 + c;
        pixels[at] = (x * 7 + y * 13 + c * 31) % 256;
        pixels[second + at] = Math.floor((x * x + 3 * y * y + x * y * (c + 1) + c * 17) / 8) % 256;
      }
    }
  }
  return pixels;
}
