/**
 * The non-increasing sequence closest to `values` in least squares, by pooling adjacent violators; O(K).
 *
 * @param values `[K]`
 * @returns `[K]`; equal to `values` where they already never increase.
 */
export function isotonicRegression(values: ArrayLike<number>): Float64Array {
  const means = new Float64Array(values.length);
  const sizes = new Int32Array(values.length);
  let blocks = 0;
  for (let k = 0; k < values.length; k++) {
    means[blocks] = values[k]!;
    sizes[blocks] = 1;
    blocks++;
    while (blocks > 1 && means[blocks - 2]! < means[blocks - 1]!) {
      const [left, right] = [blocks - 2, blocks - 1];
      const size = sizes[left]! + sizes[right]!;
      means[left] = (means[left]! * sizes[left]! + means[right]! * sizes[right]!) / size;
      sizes[left] = size;
      blocks--;
    }
  }
  const fitted = new Float64Array(values.length);
  for (let block = 0, k = 0; block < blocks; block++) {
    for (let n = 0; n < sizes[block]!; n++) fitted[k++] = means[block]!;
  }
  return fitted;
}
