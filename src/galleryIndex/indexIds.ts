import { createReadStream } from 'node:fs';
import { readdir, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { forEachConcurrently } from '../base/forEachConcurrently.js';
import { atomicWrite } from '../base/files/atomicWrite.js';
import { openRegular, readRegular } from '../base/files/regularFile.js';
import { RetrievalError } from '../errors.js';
import { idProblem } from '../vectors/checks/idProblem.js';

/** The ids of an index's rows. Of large indexes they stay on the disk: only where each begins is in memory. */
export interface IndexIds {
  /** The ids of some rows; empty for a row of -1. */
  of(rows: ArrayLike<number>): Promise<string[]>;
  /** The rows of some ids, removed ones among them; those that there are not are left out. */
  rowsOf(ids: ReadonlySet<string>): Promise<Map<string, number[]>>;
  close(): Promise<void>;
}

interface IdFile {
  file: string;
  handle: FileHandle;
  firstRow: number;
  /** Where each id begins, and where the last one ends with its line end. */
  starts: Float64Array;
  /** All of the file, of a small one. */
  text: Buffer | undefined;
}

/** Bytes of a file of ids that are kept in memory, so that the answer to a query needs no disk. */
const heldBytes = 2 ** 28;

const nameOf = (firstRow: number): string => `ids-${String(firstRow).padStart(10, '0')}.txt`;

/**
 * Writes the ids of rows that are added at once.
 * @throws RetrievalError (data) for an id that is no line of text.
 */
export async function writeIds(folder: string, firstRow: number, ids: readonly string[]): Promise<void> {
  const odd = ids.findIndex((id) => idProblem(id) !== undefined);
  if (odd >= 0) {
    throw new RetrievalError({
      what: 'An id cannot be kept in an index',
      where: `row ${odd}`,
      expected: 'text without line ends and NULs',
      found: `${JSON.stringify(ids[odd])}: ${idProblem(ids[odd]!)}`,
      kind: 'data',
    });
  }
  await atomicWrite(join(folder, nameOf(firstRow)), ids.map((id) => `${id}\n`).join(''));
}

/**
 * Opens the ids of the first `rows` rows.
 * @param held most bytes of a file that is kept in memory
 */
export async function openIds(folder: string, rows: number, held = heldBytes): Promise<IndexIds> {
  const firsts = (await readdir(folder))
    .flatMap((name) => /^ids-(\d{10})\.txt$/.exec(name)?.[1] ?? [])
    .map(Number)
    .filter((first) => first < rows)
    .sort((a, b) => a - b);
  const files: IdFile[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(files.map(({ handle }) => handle.close()));
  };
  try {
    for (const [n, firstRow] of firsts.entries()) {
      const file = join(folder, nameOf(firstRow));
      const handle = await openRegular(file);
      const part: IdFile = { file, handle, firstRow, starts: new Float64Array(), text: undefined };
      files.push(part);
      if ((await handle.stat()).size <= held) part.text = await handle.readFile();
      part.starts = await lineStarts(part, (firsts[n + 1] ?? rows) - firstRow);
    }
  } catch (error) {
    await close();
    throw error;
  }
  return {
    async of(wanted) {
      const ids = new Array<string>(wanted.length).fill('');
      for (const part of files) await readFrom(part, wanted, ids);
      return ids;
    },
    async rowsOf(wanted) {
      const found = new Map<string, number[]>();
      for (const part of files) {
        let row = part.firstRow;
        const end = part.firstRow + part.starts.length - 1;
        for await (const id of lines(part)) {
          if (row < end && wanted.has(id)) found.set(id, [...(found.get(id) ?? []), row]);
          row++;
        }
      }
      return found;
    },
    close,
  };
}

/** The rows of ids that were not removed, by id. */
export async function heldRowsOf(
  known: IndexIds,
  removed: ReadonlySet<number>,
  ids: readonly string[],
): Promise<Map<string, number[]>> {
  const rows = await known.rowsOf(new Set(ids));
  const left = [...rows].map(([id, all]) => [id, all.filter((row) => !removed.has(row))] as const);
  return new Map(left.filter(([, some]) => some.length > 0));
}

/** Ids from here on are read with the whole file. */
const many = 10_000;
const readsAtOnce = 16;

async function readFrom(
  { file, handle, firstRow, starts, text }: IdFile,
  wanted: ArrayLike<number>,
  ids: string[],
): Promise<void> {
  const here = Array.from(wanted, (row, n) => ({ place: row - firstRow, n })).filter(
    ({ place }) => place >= 0 && place < starts.length - 1,
  );
  const whole = text ?? (here.length > many ? await readRegular(file, Infinity) : undefined);
  await forEachConcurrently(
    whole ? 0 : here.length,
    async (at) => {
      const { place, n } = here[at]!;
      const bytes = Buffer.alloc(starts[place + 1]! - starts[place]! - 1);
      await handle.read(bytes, 0, bytes.length, starts[place]);
      ids[n] = bytes.toString('utf8');
    },
    readsAtOnce,
  );
  if (whole)
    for (const { place, n } of here) ids[n] = whole.toString('utf8', starts[place], starts[place + 1]! - 1);
}

/** The bytes of a file, from memory where they are. */
function chunks({ file, text }: IdFile): AsyncIterable<Buffer> | Buffer[] {
  return text ? [text] : (createReadStream(file) as AsyncIterable<Buffer>);
}

async function lineStarts(part: IdFile, count: number): Promise<Float64Array> {
  const starts = new Float64Array(count + 1);
  let [next, position] = [1, 0];
  for await (const chunk of chunks(part)) {
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1))
      starts[next++] = position + at + 1;
    position += chunk.length;
  }
  if (next - 1 === count) return starts;
  throw new RetrievalError({
    what: 'The ids of the index are not as many as its rows',
    where: part.file,
    expected: `${count} lines`,
    found: `${next - 1} lines`,
    fix: 'build the index again',
    kind: 'data',
  });
}

async function* lines(part: IdFile): AsyncGenerator<string> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks(part)) {
    const bytes = Buffer.concat([rest, chunk]);
    let start = 0;
    for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, start)) {
      yield bytes.toString('utf8', start, at);
      start = at + 1;
    }
    rest = bytes.subarray(start);
  }
}
