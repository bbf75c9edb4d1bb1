import { unknownName } from '../../../base/config/unknownName.js';
import type { BenchmarkSource, SourceFile } from './types.js';

/** A name of the file that no other file of its benchmark has: `train.images_000.tar`. */
export function fileKey({ name, part }: SourceFile): string {
  return part ? `${part.group}.${name}` : name;
}

/** The parts that can be asked for: `train:0-499, index:0-99, features`; empty where there are none. */
export function describeParts(source: BenchmarkSource): string {
  return [...groupsOf(source)]
    .map(([group, numbers]) =>
      numbers.length > 0 ? `${group}:${Math.min(...numbers)}-${Math.max(...numbers)}` : group,
    )
    .join(', ');
}

/**
 * The files of the parts that were asked for, with those that belong to no part.
 *
 * @param parts each a group (`index`), numbers of a group (`train:0-9,12`), or numbers alone (`1-10`) where only one
 *   group has numbers; default everything that does not come on request only.
 * @throws RetrievalError when there is no such part.
 */
export function selectFiles(source: BenchmarkSource, parts: string[] = []): SourceFile[] {
  if (parts.length === 0) {
    return source.files.filter(({ part }) => !part || !source.onRequest?.includes(part.group));
  }
  const wanted = parts.map((text) => parsePart(source, text));
  return source.files.filter(
    ({ part }) =>
      !part ||
      wanted.some(
        ({ group, numbers }) => part.group === group && (!numbers || numbers.has(part.number ?? -1)),
      ),
  );
}

/** Numbers of every group of parts. */
function groupsOf({ files }: BenchmarkSource): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  for (const { part } of files) {
    if (!part) continue;
    const numbers = groups.get(part.group) ?? [];
    if (part.number !== undefined) numbers.push(part.number);
    groups.set(part.group, numbers);
  }
  return groups;
}

function parsePart(source: BenchmarkSource, text: string): { group: string; numbers?: Set<number> } {
  const groups = groupsOf(source);
  if (groups.has(text)) return { group: text };
  const [, named, list] = /^(?:([^:]+):)?(\d[\d,-]*)$/.exec(text) ?? [];
  const numbered = [...groups].filter(([, numbers]) => numbers.length > 0).map(([group]) => group);
  const group = named ?? (numbered.length === 1 ? numbered[0] : undefined);
  const available = new Set(group === undefined ? [] : groups.get(group));
  const ranges = list?.split(',').map((range) => /^(\d{1,4})(?:-(\d{1,4}))?$/.exec(range));
  const numbers = ranges?.flatMap((range) => {
    const first = Number(range?.[1] ?? NaN);
    const last = Number(range?.[2] ?? range?.[1] ?? NaN);
    return last >= first ? Array.from({ length: last - first + 1 }, (_, index) => first + index) : [NaN];
  });
  if (group === undefined || !numbers?.every((number) => available.has(number))) {
    throw unknownName(text, [...groups.keys()], {
      what: 'The benchmark has no such part',
      where: `--part ${text} of ${source.name}`,
      expected: describeParts(source) || 'no part: it comes as a whole',
      fix: 'name a group, or numbers of it such as train:0-9,12',
    });
  }
  return { group, numbers: new Set(numbers) };
}
