/** Pictures of one size, to be run together. */
export interface SizedPicture {
  width: number;
  height: number;
}

export interface BucketLimits {
  /** Most pictures in a bucket. */
  batch: number;
  /** Most pixels in all buckets together; beyond it the fullest bucket is handed out before it is full. */
  capacity: number;
}

/**
 * Gathers pictures of equal size, since a batch of a network must be of one size and padding or squashing would change
 * the vectors. Which pictures come together depends on their order and sizes alone.
 * @yields buckets of 1 to `batch` pictures of one size.
 */
export async function* sizeBuckets<Picture extends SizedPicture>(
  pictures: AsyncIterable<Picture>,
  { batch, capacity }: BucketLimits,
): AsyncGenerator<Picture[]> {
  const buckets = new Map<string, Picture[]>();
  let held = 0;
  const take = (key: string): Picture[] => {
    const bucket = buckets.get(key)!;
    buckets.delete(key);
    held -= bucket.length * pixelsOf(bucket[0]!);
    return bucket;
  };
  for await (const picture of pictures) {
    const key = `${picture.width}x${picture.height}`;
    const bucket = buckets.get(key) ?? [];
    bucket.push(picture);
    buckets.set(key, bucket);
    held += pixelsOf(picture);
    if (bucket.length === batch) yield take(key);
    while (held > capacity) yield take(fullest(buckets));
  }
  for (const key of [...buckets.keys()]) yield take(key);
}

const pixelsOf = ({ width, height }: SizedPicture): number => width * height;

/** Of equally full buckets the one that was begun first. */
function fullest(buckets: Map<string, SizedPicture[]>): string {
  const entries = [...buckets.entries()];
  return entries.reduce((best, entry) => (entry[1].length > best[1].length ? entry : best))[0];
}
