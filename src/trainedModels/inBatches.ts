/** Pictures that are run at once. */
const batch = 32;

/**
 * Runs pictures batch by batch.
 *
 * @param pixels `[N, S, S, 3]`, flat
 * @param count N
 * @param run from the pixels of some pictures to their embeddings `[rows, D]`, flat
 * @returns `[N, D]`, flat
 */
export async function inBatches(
  pixels: Float32Array,
  count: number,
  run: (pixels: Float32Array, rows: number) => Promise<Float32Array>,
): Promise<Float32Array> {
  const length = pixels.length / count;
  let result = new Float32Array();
  for (let first = 0; first < count; first += batch) {
    const rows = Math.min(batch, count - first);
    const part = await run(pixels.slice(first * length, (first + rows) * length), rows);
    if (first === 0) result = new Float32Array((part.length / rows) * count);
    result.set(part, (part.length / rows) * first);
  }
  return result;
}
