import { existsSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { RetrievalError } from '../../errors.js';
import { atomicWrite } from './atomicWrite.js';
import { owningFolder } from './owning.js';
import { readRegularSync } from './regularFile.js';
import { sha256OfBytes } from './sha256.js';

/** Name of the list of a folder's files with the SHA-256 of each, in the format of `sha256sum`. */
export const checksumFile = 'SHA256SUMS';

/** The digests by the file's name. While a file is being replaced it has two, the earlier one first. */
type Digests = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * Writes text files of a folder and their checksums into its list, so that whoever reads them by {@link readListed} notices
 * a change by hand. Other files of the list stay. A process that is killed meanwhile leaves each file old or new, and listed;
 * who reads several then gets all old or all new ones, or is told.
 *
 * @param files contents by name, which may lead into a folder below; written in this order
 * @param removed names of files that go, after the others are there
 * @throws RetrievalError while another process writes there, or that says what keeps a file from being written.
 */
export async function writeListed(
  folder: string,
  files: ReadonlyMap<string, string>,
  removed: readonly string[] = [],
): Promise<void> {
  await owningFolder(folder, async () => {
    const before = settled(folder, listedIn(folder));
    const now = new Map([...files].map(([name, text]) => [name, new Set([sha256OfBytes(text)])]));
    await writeList(folder, merged(before, now));
    for (const [name, text] of files) {
      const file = join(folder, name);
      if (!existsSync(file) || readFileSync(file, 'utf8') !== text) await atomicWrite(file, text);
    }
    const kept = [...before].filter(([name]) => !removed.includes(name));
    await writeList(folder, new Map([...kept, ...now]));
    await Promise.all(removed.map((name) => rm(join(folder, name), { force: true })));
  });
}

/**
 * A text file of such a folder; nothing where there is none.
 * @throws RetrievalError (data) when its list does not name the file, or names it with another checksum.
 */
export function readListed(folder: string, name: string): string | undefined {
  return listedReader(folder)(name);
}

/**
 * The same for many files of one folder that were written together, whose list is read once.
 * @throws RetrievalError (data) also when some are of a write that was cut off, and others of the one before it.
 */
export function listedReader(folder: string): (name: string) => string | undefined {
  const listed = listedIn(folder);
  let first: { name: string; place: number } | undefined;
  return (name) => {
    const file = join(folder, name);
    if (!existsSync(file)) return undefined;
    const bytes = readRegularSync(file);
    const digest = sha256OfBytes(bytes);
    checkListed(folder, name, digest, listed);
    const digests = [...listed.get(name)!];
    if (digests.length > 1) {
      const place = digests.indexOf(digest);
      first ??= { name, place };
      if (place !== first.place) throw ofTwoWrites(folder, name, first.name);
    }
    return bytes.toString('utf8');
  };
}

/**
 * Holds the checksum of a file against its folder's list.
 * @throws RetrievalError (data) as {@link readListed}.
 */
export function checkListed(folder: string, name: string, digest: string, listed = listedIn(folder)): void {
  const expected = listed.get(name);
  if (expected?.has(digest)) return;
  throw new RetrievalError({
    what: 'A stored result is not what was written',
    where: join(folder, name),
    expected: expected
      ? `the SHA-256 ${[...expected].join(' or ')}, see ${checksumFile} beside it`
      : `a line in ${join(folder, checksumFile)}`,
    found: expected ? digest : 'none: it was made by something else, or before there were checksums',
    fix: 'restore both files from version control, or remove them and have them made again',
    kind: 'data',
  });
}

function ofTwoWrites(folder: string, name: string, other: string): RetrievalError {
  return new RetrievalError({
    what: 'Stored results are of two writes',
    where: join(folder, name),
    expected: `it and ${other} from the same write`,
    found: 'one of them is from the write before, as the later one was cut off or is not done',
    fix: 'wait for the writer, or run the command that writes them again',
    kind: 'data',
  });
}

/**
 * What a list vouches for after a write that was cut off: the files that are there, where all are of one write. Of others the
 * ones that were being replaced are not vouched for, so that the next write can't pair them with its own.
 */
function settled(folder: string, listed: Digests): Digests {
  const places = new Map<string, number>();
  for (const [name, digests] of listed) {
    const file = join(folder, name);
    if (digests.size > 1)
      places.set(name, existsSync(file) ? [...digests].indexOf(sha256OfBytes(readRegularSync(file))) : -1);
  }
  const isMixed = new Set(places.values()).size > 1;
  const kept = [...listed].filter(([name]) => !places.has(name) || (!isMixed && places.get(name)! >= 0));
  return new Map(
    kept.map(([name, digests]) => [
      name,
      places.has(name) ? new Set([[...digests][places.get(name)!]!]) : digests,
    ]),
  );
}

function listedIn(folder: string): Digests {
  const file = join(folder, checksumFile);
  if (!existsSync(file)) return new Map();
  const digests = new Map<string, Set<string>>();
  for (const line of readRegularSync(file).toString('utf8').split('\n')) {
    const [, digest, name] = /^([0-9a-f]{64}) [ *](.+)$/.exec(line) ?? [];
    if (digest && name) digests.set(name, (digests.get(name) ?? new Set()).add(digest));
  }
  return digests;
}

function merged(a: Digests, b: Digests): Digests {
  const names = new Set([...a.keys(), ...b.keys()]);
  return new Map([...names].map((name) => [name, new Set([...(a.get(name) ?? []), ...(b.get(name) ?? [])])]));
}

async function writeList(folder: string, digests: Digests): Promise<void> {
  const names = [...digests.keys()].sort();
  const lines = names.flatMap((name) => [...digests.get(name)!].map((digest) => `${digest}  ${name}\n`));
  const file = join(folder, checksumFile);
  const text = lines.join('');
  if (!existsSync(file) || readFileSync(file, 'utf8') !== text) await atomicWrite(file, text);
}
