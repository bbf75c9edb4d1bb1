import { unzipSync, type UnzipFileInfo } from 'fflate';
import { describeNpy, longestHeader } from './npyHeader.js';
import { RetrievalError } from '../../errors.js';
import type { Container } from './container.js';
import { crc32 } from './crc32.js';
import { readWholeFile } from './fileNumbers.js';
import { addNpyEntry } from './npyContainer.js';
import { zipChecksums } from './zipChecksums.js';

/** Unpacked bytes for each packed one beyond which an archive counts as a bomb; embeddings hardly shrink at all. */
const largestRatio = 200;
/** Unpacked bytes that are never called a bomb. */
const harmlessBytes = 2 ** 24;
/** Bytes that the directory needs for an entry at least. */
const smallestEntry = 46;
const ending = '.npy';
/** fflate's code for a method of packing that it does not have. */
const unknownMethod = 14;

interface ZipEntry extends UnzipFileInfo {
  /** In the archive's directory. */
  position: number;
}

/**
 * What an `.npz` archive holds.
 *
 * @param names arrays that are unpacked. Default: all of them.
 * @throws RetrievalError for a damaged archive, one that unpacks to a multiple of its size, two arrays of one name,
 *   pickled objects, and a PyTorch checkpoint.
 */
export async function openNpz(path: string, names?: readonly string[]): Promise<Container> {
  const bytes = await readWholeFile(path);
  const container: Container = { path, noun: 'array', arrays: [], lists: [], others: [] };
  for (const [name, entry] of unpack(bytes, path, names)) {
    if (!entry) {
      container.others.push(name);
      continue;
    }
    const label = `${path}, array ${JSON.stringify(name)}`;
    const header = describeNpy(entry.subarray(0, longestHeader), label);
    const read = () => Promise.resolve(entry.subarray(header.start));
    addNpyEntry(container, { name, label, size: entry.length, header, read });
  }
  return container;
}

/** The archive's `.npy` files by the names of their arrays; nothing for one that was not to be unpacked. */
function unpack(
  bytes: Uint8Array,
  path: string,
  names?: readonly string[],
): Map<string, Uint8Array | undefined> {
  const found = new Map<string, ZipEntry>();
  let [count, packed] = [0, 0];
  const filter = (entry: UnzipFileInfo): boolean => {
    const position = count++;
    if (count * smallestEntry > bytes.length) throw damaged(path, 'more entries than there is room for');
    if (/(^|\/)data\.pkl$/.test(entry.name)) throw checkpoint(path);
    if (!entry.name.endsWith(ending)) return false;
    const name = entry.name.slice(0, -ending.length);
    if (found.has(name)) throw damaged(path, `two arrays named ${JSON.stringify(name)}`);
    found.set(name, { ...entry, position });
    packed += entry.size;
    if (packed > bytes.length) throw damaged(path, 'entries that overlap or go beyond the end');
    const limit = Math.max(harmlessBytes, entry.size * largestRatio);
    if (entry.originalSize > limit) throw bomb(path, entry, limit);
    return names?.includes(name) ?? true;
  };
  try {
    const files = new Map(Object.entries(unzipSync(bytes, { filter })));
    const checksums = zipChecksums(bytes);
    return new Map(
      Array.from(found, ([name, entry]) => [name, checkedContent(entry, files.get(entry.name), checksums)]),
    );
  } catch (cause) {
    if (cause instanceof RetrievalError) throw cause;
    if ((cause as { code?: unknown }).code === unknownMethod) throw notSupported(path, cause as Error);
    throw damaged(path, cause instanceof Error ? cause.message : String(cause), cause);
  }
}

function checkedContent(
  { name, originalSize, position }: ZipEntry,
  content: Uint8Array | undefined,
  checksums: readonly number[],
): Uint8Array | undefined {
  if (!content) return undefined;
  const file = JSON.stringify(name);
  if (content.length !== originalSize) {
    throw new Error(`${content.length} bytes instead of ${originalSize} in ${file}`);
  }
  if (crc32(content) !== checksums[position]) throw new Error(`another checksum than that of ${file}`);
  return content;
}

function checkpoint(where: string): RetrievalError {
  return new RetrievalError({
    what: 'This is a PyTorch checkpoint, which holds a pickle, and pickles are not run here',
    where,
    expected: 'an .npz archive of arrays',
    found: 'data.pkl',
    fix: 'if you trust it, `numpy.save("NAME.npy", torch.load("NAME.pt", weights_only=True).numpy())`',
  });
}

function bomb(where: string, entry: UnzipFileInfo, limit: number): RetrievalError {
  return new RetrievalError({
    what: 'An array in the archive unpacks to far more than it takes, as a zip bomb does',
    where: `${where}, array ${JSON.stringify(entry.name)}`,
    expected: `at most ${limit} bytes from ${entry.size}`,
    found: `${entry.originalSize} bytes`,
    fix: 'store it with `numpy.save` if it is genuine',
  });
}

function damaged(where: string, found: string, cause?: unknown): RetrievalError {
  return new RetrievalError({
    what: 'The .npz archive is damaged',
    where,
    expected: 'a zip archive of .npy files',
    found,
    fix: 'fetch or write it again',
    cause,
  });
}

function notSupported(where: string, cause: Error): RetrievalError {
  return new RetrievalError({
    what: 'The .npz archive is packed by a method that is not supported',
    where,
    expected: 'arrays that are stored or deflated',
    found: cause.message,
    fix: 'write it again with `numpy.savez` or `numpy.savez_compressed`',
    cause,
  });
}
