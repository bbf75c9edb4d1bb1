/**
 * Begins the next pieces of work while the result of an earlier one is in use.
 *
 * @param works each begins when it is taken from the iterable; at most `ahead` are in work or wait while one is in use.
 * @throws what a piece of work throws, when its turn comes.
 */
export async function* beginAhead<T>(works: Iterable<Promise<T>>, ahead: number): AsyncGenerator<T> {
  const iterator = works[Symbol.iterator]();
  const begun: Promise<T>[] = [];
  const begin = (): void => {
    const next = iterator.next();
    if (next.done) return;
    // A failure is thrown when its turn comes, and not at all when the reader stops before.
    next.value.catch(() => undefined);
    begun.push(next.value);
  };
  try {
    for (let i = 0; i < ahead; i++) begin();
    for (;;) {
      begin();
      const next = begun.shift();
      if (!next) return;
      yield await next;
    }
  } finally {
    iterator.return?.();
    await Promise.allSettled(begun);
  }
}
