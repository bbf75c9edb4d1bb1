import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomSource } from '../../../src/base/randomSource.js';
import { RetrievalError } from '../../../src/errors.js';
import { isLong, seed, tally } from '../amounts.js';
import { mutate } from './mutate.js';

/** Reads what some format holds. */
export interface Reader {
  /** Files of the format by what is theirs. */
  samples(): Promise<Record<string, Uint8Array>>;
  /** Gives something, or throws the library's error. */
  read(bytes: Buffer, sample: string): unknown;
  /** Share of the mutations that are tried, for what takes long; default 1. */
  share?: number;
}

/** Milliseconds of the processor that any file of some kilobytes may take, however busy the machine is. */
const longest = 5000;
/** Bytes by which the memory of the process may grow over it. */
const mostMemory = 2 ** 29;

/** Reads files of a format with things changed in them. */
export async function fuzz(name: string, reader: Reader): Promise<void> {
  const samples = Object.entries(await reader.samples());
  const count = Math.ceil((isLong ? 10_000 : 300) * (reader.share ?? 1));
  for (let n = 0; n < count; n++) {
    const random = randomSource(seed, `${name} ${n}`);
    const [sample, whole] = samples[n % samples.length];
    const bytes = mutate(whole, random);
    try {
      await tryToRead(reader, bytes, sample);
    } catch (cause) {
      throw new Error(`${name}, ${sample}, mutation ${n} of seed ${seed}, kept as ${keep(sample, bytes)}`, {
        cause,
      });
    }
  }
  tally('mutations', name, count);
}

/**
 * Reads bytes within bounds of time and memory.
 * @throws what is no error of the library; an error where it takes too much.
 */
export async function tryToRead(reader: Reader, bytes: Buffer, sample: string): Promise<void> {
  const [before, began] = [process.memoryUsage.rss(), process.cpuUsage()];
  try {
    await reader.read(bytes, sample);
  } catch (error) {
    if (!(error instanceof RetrievalError)) throw error;
  }
  const { user, system } = process.cpuUsage(began);
  const [took, grew] = [(user + system) / 1000, process.memoryUsage.rss() - before];
  if (took > longest) throw new Error(`took ${Math.round(took)} ms`);
  if (grew > mostMemory) throw new Error(`took ${Math.round(grew / 2 ** 20)} MiB`);
}

/** Keeps what a reader failed at; it belongs into \`fixtures\` once the reader is mended. */
function keep(sample: string, bytes: Buffer): string {
  const folder = join(tmpdir(), 'torture');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${Date.now()}-${sample}`);
  writeFileSync(file, bytes);
  return file;
}
