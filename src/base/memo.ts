/** Remembers the result of an asynchronous function by a key; a failure is not remembered. */
export function memo<Arguments extends unknown[], Result>(
  key: (...args: Arguments) => string,
  compute: (...args: Arguments) => Promise<Result>,
): (...args: Arguments) => Promise<Result> {
  const known = new Map<string, Promise<Result>>();
  return (...args) => {
    const name = key(...args);
    const found = known.get(name);
    if (found) return found;
    const result = compute(...args);
    known.set(name, result);
    result.catch(() => known.delete(name));
    return result;
  };
}
