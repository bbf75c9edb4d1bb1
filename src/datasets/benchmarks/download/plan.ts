import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileKey } from '../sources/parts.js';
import type { BenchmarkSource, SourceFile } from '../sources/types.js';
import { bytesFetched } from './download.js';
import { ask, ConnectionLost, discard, refusal } from './http.js';
import { copyMark, readMarks, workFolder, type Mark } from './marks.js';
import { unreachable } from './retrying.js';

/** A file of a benchmark and how far it is. */
export interface PlannedFile extends SourceFile {
  key: string;
  /** `done` is in its place, `fetched` waits to be verified and placed, of a `part` some bytes are there. */
  state: 'done' | 'fetched' | 'part' | 'missing';
  /** Size, if known or told by the server. */
  bytes?: number;
  /** Bytes of it that are here. */
  here: number;
  /** The user's own copy of it. */
  local?: string;
}

/** What a fetch will do. */
export interface FetchPlan {
  source: BenchmarkSource;
  folder: string;
  /** Everything that was chosen. */
  files: PlannedFile[];
  /** What of it is not done. */
  pending: PlannedFile[];
  /** Bytes still to come over the network, as far as sizes are known. */
  bytesToFetch: number;
  /** Whether a size is by the owner's words only. */
  approximate: boolean;
  /** Pending files of which nobody says how large they are. */
  unknownSizes: number;
  /** Room on the disk that the fetch takes at its peak: everything unpacked, and the largest archive besides. */
  bytesNeeded: number;
}

/** How far each file is, by what lies in the folder. */
export function stateOfFiles(folder: string, files: SourceFile[]): PlannedFile[] {
  const marks = readMarks(folder);
  return files.map((file) => {
    const key = fileKey(file);
    const fetched = join(folder, workFolder, key);
    const part = bytesFetched(fetched);
    if (isDone(folder, file, marks.get(key), marks.has(copyMark)))
      return { ...file, key, state: 'done', here: 0 };
    if (existsSync(fetched)) {
      const { size } = statSync(fetched);
      return { ...file, key, state: 'fetched', bytes: size, here: size };
    }
    return { ...file, key, state: part > 0 ? 'part' : 'missing', here: part };
  });
}

/** A mark holds as long as what it speaks of is there: a file of its size, or the folder of an archive. */
function isDone(
  folder: string,
  { target, archive }: SourceFile,
  mark: Mark | undefined,
  copied: boolean,
): boolean {
  const stats = statSync(join(folder, target), { throwIfNoEntry: false });
  if (!stats) return false;
  if (copied) return true;
  return mark !== undefined && (archive !== undefined || stats.size === mark.bytes);
}

/** Adds up what is to be done. */
export function planOf(source: BenchmarkSource, folder: string, files: PlannedFile[]): FetchPlan {
  const pending = files.filter(({ state }) => state !== 'done');
  const sizeOf = ({ bytes, aboutBytes }: PlannedFile) => bytes ?? aboutBytes;
  const toFetch = pending.filter(({ local, state }) => !local && state !== 'fetched');
  const bytesToFetch = toFetch.reduce((sum, file) => sum + Math.max(0, (sizeOf(file) ?? 0) - file.here), 0);
  const archives = pending.filter(({ archive }) => archive);
  const unpacked = archives.reduce((sum, file) => sum + (sizeOf(file) ?? 0), 0);
  const plain = pending.filter(({ archive }) => !archive).reduce((sum, file) => sum + (sizeOf(file) ?? 0), 0);
  const largest = Math.max(0, ...archives.map((file) => (file.local ? 0 : (sizeOf(file) ?? 0))));
  const atHand = toFetch.reduce((sum, { here }) => sum + here, 0);
  return {
    source,
    folder,
    files,
    pending,
    bytesToFetch,
    approximate: toFetch.some(({ bytes, aboutBytes }) => bytes === undefined && aboutBytes !== undefined),
    unknownSizes: pending.filter((file) => sizeOf(file) === undefined).length,
    bytesNeeded: Math.max(0, unpacked + plain + largest - atHand),
  };
}

/** Servers asked at the same time. */
const concurrency = 4;

/**
 * Asks the servers for the sizes that are not known; a server that doesn't tell leaves them open.
 *
 * @throws RetrievalError when a server can't be reached or no longer has a file.
 */
export async function askSizes(
  files: PlannedFile[],
  page: string,
  signal?: AbortSignal,
): Promise<PlannedFile[]> {
  const answered = [...files];
  const open = files.flatMap(({ state, url, bytes, aboutBytes, local }, row) =>
    state !== 'done' && url && !local && (bytes ?? aboutBytes) === undefined ? [row] : [],
  );
  const worker = async (): Promise<void> => {
    for (let row = open.shift(); row !== undefined; row = open.shift()) {
      const file = answered[row]!;
      answered[row] = { ...file, bytes: await askSize(file.url!, page, signal) };
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return answered;
}

async function askSize(url: string, page: string, signal?: AbortSignal): Promise<number | undefined> {
  try {
    const { status, header, body } = await ask(url, { method: 'HEAD', signal });
    discard(body);
    if (status === 404 || status === 410) throw refusal(url, status, page);
    const length = header('content-length');
    return status === 200 && length !== undefined ? Number(length) : undefined;
  } catch (error) {
    throw error instanceof ConnectionLost ? unreachable(url, error) : error;
  }
}
