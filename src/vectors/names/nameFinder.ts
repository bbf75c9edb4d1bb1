/** Finds the number of the name that an id stands for; nothing where none is meant, or several could be. */
export type NameFinder = (id: string) => number | undefined;

/**
 * Tells which name an id means, that may have more folders in front, fewer, or another ending of a picture file:
 * `jpg/all_souls_000013.jpg` is `all_souls_000013`, and `p0.jpg` is `label0/p0.jpg` where no other name ends so.
 */
export function nameFinder(names: readonly string[]): NameFinder {
  const whole = new Map(names.map((name, n) => [withSlashes(name), n]));
  // Made when an id is no name as it stands: of a million names they take seconds.
  let bare: Map<string, number> | undefined;
  let ends: Map<string, number> | undefined;
  return (id) => {
    const path = withSlashes(id);
    const same = whole.get(path);
    if (same !== undefined) return same;
    bare ??= uniqueOnly(names.map((name, n) => [withoutEnding(name), n]));
    const longer = firstOf(whole, endsOf(path)) ?? firstOf(bare, endsOf(withoutEnding(id)));
    if (longer !== undefined) return longer;
    ends ??= uniqueOnly(names.flatMap((name, n) => properEnds(name).map((end) => [end, n] as const)));
    return ends.get(withoutEnding(id));
  };
}

/** The text between the last slash and the ending of a picture file. */
export function pictureName(id: string): string {
  return withoutEnding(id).split('/').at(-1)!;
}

/** The path and what remains of it without its first folder, its first two, and so on. */
function endsOf(path: string): string[] {
  const parts = path.split('/');
  return parts.map((_, first) => parts.slice(first).join('/'));
}

const properEnds = (name: string): string[] => endsOf(withoutEnding(name)).slice(1);

function firstOf(index: ReadonlyMap<string, number>, texts: readonly string[]): number | undefined {
  const found = texts.find((text) => index.has(text));
  return found === undefined ? undefined : index.get(found);
}

/** A map without the keys that stand for several numbers. */
function uniqueOnly(entries: readonly (readonly [string, number])[]): Map<string, number> {
  const index = new Map<string, number>();
  const repeated = new Set<string>();
  for (const [text, number] of entries) {
    if ((index.get(text) ?? number) !== number) repeated.add(text);
    index.set(text, number);
  }
  for (const text of repeated) index.delete(text);
  return index;
}

const withSlashes = (id: string): string => id.replaceAll('\\', '/');

function withoutEnding(id: string): string {
  return withSlashes(id).replace(/\.(jpe?g|png|webp)$/i, '');
}
