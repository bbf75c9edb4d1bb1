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

/** The digests by the file's name. While a file is being replaced it has two. */
type Digests = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * Writes text files of a folder and their checksums into its list, so that whoever reads them by {@link readListed} notices
 * a change by hand. Other files of the list stay. A process that is killed meanwhile leaves each file old or new, and listed.
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
    const before = listedIn(folder);
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

/** The same for many files of one folder, whose list is read once. */
export function listedReader(folder: string): (name: string) => string | undefined {
  const listed = listedIn(folder);
  return (name) => {
    const file = join(folder, name);
    if (!existsSync(file)) return undefined;
    const bytes = readRegularSync(file);
    checkListed(folder, name, sha256OfBytes(bytes), listed);
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
