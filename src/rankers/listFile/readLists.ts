import { ProblemList } from '../../base/problems/problem.js';
import { throwProblems } from '../../base/problems/throwProblems.js';
import { onFiles } from '../../base/files/fileSystemError.js';
import { parseLine } from './parseLine.js';
import { textLines } from './textLines.js';

/** A list of a file: rows of the pictures that it names, best first. */
export interface ReadList {
  others: number[];
  /** Their scores, never increasing; missing where there is an order alone. */
  scores?: number[];
}

const subject = 'The file of lists';
/** Problems after which a file is not read on. */
const enough = 1000;
/** Entries of all lists together. */
const mostEntries = 1e8;

interface Entry {
  others: number[];
  ranks: number[];
  scores: number[];
  /** A JSON line is a whole list, lines of a run add up to one. */
  isWhole: boolean;
}

/**
 * Reads ranked lists: lines `picture Q0 other rank score tag` (TREC), in any order and ranked by `rank`, or JSON lines with
 * `id`, `list` and perhaps `scores`. The file is read a piece at a time.
 * @param ids `[N]` of the pictures, each of which needs a list
 * @returns a list of each picture
 * @throws RetrievalError (data) that names lines that are none, unknown ids, pictures twice in a list or without one, equal
 * ranks, and scores that rise, all at once.
 */
export async function readLists(file: string, ids: readonly string[]): Promise<ReadList[]> {
  const rows = new Map(ids.map((id, row) => [id, row]));
  const lists = new Map<number, Entry>();
  const problems = new ProblemList();
  let entries = 0;
  await onFiles({ doing: 'Reading ranked lists', where: file }, async () => {
    for await (const { number, text } of textLines(file)) {
      const where = `${file}:${number}`;
      try {
        entries += take(text, where, rows, lists, problems);
      } catch (error) {
        problems.caught(error, where);
      }
      if (entries > mostEntries) {
        problems.error({
          what: 'The lists are too long',
          where,
          expected: `at most ${mostEntries} pictures in all lists together`,
          found: 'more',
          fix: 'keep the first places of each list',
        });
        break;
      }
      if (problems.problems.length >= enough) break;
    }
  });
  // What was not read to its end is not looked at for what is missing.
  if (entries > mostEntries || problems.problems.length >= enough) throwProblems(problems, file, subject);
  const read = ids.map((id, row) => finish(id, lists.get(row), file, ids, problems));
  throwProblems(problems, file, subject);
  return read;
}

/** Adds a line to the lists. @returns how many entries it had */
function take(
  text: string,
  where: string,
  rows: ReadonlyMap<string, number>,
  lists: Map<number, Entry>,
  problems: ProblemList,
): number {
  const line = parseLine(text);
  const unknown = [line.picture, ...line.others].filter((id) => !rows.has(id));
  const [some] = rows.keys();
  for (const id of unknown) {
    const expected = 'ids of the pictures that are ranked';
    problems.error({
      what: 'Unknown picture',
      where,
      expected,
      found: JSON.stringify(id),
      fix: `leave it out: of a split the pictures that train are ranked, such as ${JSON.stringify(some)}`,
    });
  }
  if (unknown.length > 0) return 0;
  const row = rows.get(line.picture)!;
  const isWhole = line.rank === undefined;
  const list = lists.get(row) ?? { others: [], ranks: [], scores: [], isWhole };
  if (lists.has(row) && (isWhole || list.isWhole)) {
    problems.error({
      what: 'A picture has two lists',
      where,
      expected: 'one list of each picture',
      found: JSON.stringify(line.picture),
      fix: 'leave one out',
    });
    return 0;
  }
  lists.set(row, list);
  line.others.forEach((other, i) => {
    list.others.push(rows.get(other)!);
    list.ranks.push((line.rank ?? 0) + i);
    if (line.scores) list.scores.push(line.scores[i]!);
  });
  return line.others.length;
}

/** Puts a list in the order of its ranks, and looks for what no list may have. */
function finish(
  id: string,
  list: Entry | undefined,
  file: string,
  ids: readonly string[],
  problems: ProblemList,
): ReadList {
  const where = `${file}, the list of ${JSON.stringify(id)}`;
  const wrong = (what: string, expected: string, found: string, fix: string) =>
    problems.error({ what, where, expected, found, fix });
  if (!list) {
    wrong(
      'A picture has no list',
      'a list of each picture',
      'none',
      'add its list, or leave the picture out',
    );
    return { others: [] };
  }
  const order = Array.from(list.others.keys()).sort((a, b) => list.ranks[a]! - list.ranks[b]!);
  const others = order.map((i) => list.others[i]!);
  const scores = order.map((i) => list.scores[i]!);
  const seen = new Set<number>();
  order.forEach((i, place) => {
    const other = JSON.stringify(ids[others[place]!]);
    if (seen.has(others[place]!)) wrong('A picture is twice in a list', 'each once', other, 'leave one out');
    seen.add(others[place]!);
    if (place === 0) return;
    if (list.ranks[i] === list.ranks[order[place - 1]!]) {
      wrong('Two pictures have one rank', 'ranks that differ', String(list.ranks[i]), 'number them anew');
    }
    if (list.scores.length > 0 && scores[place]! > scores[place - 1]!) {
      wrong('A score rises along the list', 'scores that never increase', other, 'rank them by their scores');
    }
  });
  return { others, ...(list.scores.length === others.length && { scores }) };
}
