import { unknownName } from '../../base/config/unknownName.js';

/**
 * The figures of these names, in the order of all figures; a name may be that of a drawn file, such as
 * `figures/methods.png`.
 * @throws RetrievalError for an unknown name, with the one that was probably meant.
 */
export function chooseFigures<Named extends { name: string }>(
  asked: readonly string[],
  all: readonly Named[],
): Named[] {
  const known = all.map(({ name }) => name);
  const wanted = new Set(asked.map((text) => knownName(nameOf(text), known)));
  return all.filter(({ name }) => wanted.has(name));
}

const nameOf = (text: string): string =>
  text.replace(/^(.*\/)?figures\//, '').replace(/\.(png|svg|plotly\.json)$/, '');

function knownName(name: string, known: readonly string[]): string {
  if (known.includes(name)) return name;
  throw unknownName(name, known, {
    what: 'There is no figure of this name',
    expected: `one of ${known.length} names`,
    fix: 'asym figures --list',
  });
}
