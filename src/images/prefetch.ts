/**
 * Prepares the next values of an iterable while the current one is in use.
 *
 * @param source read in order; at most `ahead` values wait while one is in use.
 * @throws what the source throws, when its value's turn comes.
 */
export async function* prefetch<T>(source: AsyncIterable<T> | Iterable<T>, ahead = 1): AsyncGenerator<T> {
  const iterator = iterate(source);
  const queue: Promise<IteratorResult<T, unknown>>[] = [];
  const request = (): void => {
    const next = iterator.next();
    // A failure is thrown when its turn comes, and not at all when the reader stops before.
    next.catch(() => undefined);
    queue.push(next);
  };
  try {
    for (let i = 0; i < ahead; i++) request();
    for (;;) {
      request();
      const result = await queue.shift()!;
      if (result.done) return;
      yield result.value;
    }
  } finally {
    await Promise.allSettled(queue);
    await iterator.return(undefined);
  }
}

async function* iterate<T>(source: AsyncIterable<T> | Iterable<T>): AsyncGenerator<T> {
  yield* source;
}
