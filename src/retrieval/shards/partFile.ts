import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { atomicWrite } from '../../base/files/atomicWrite.js';
import { readRegular } from '../../base/files/regularFile.js';
import { sha256OfBytes } from '../../base/files/sha256.js';
import type { Shard } from '../../base/shard.js';
import { RetrievalError } from '../../errors.js';
import { decodeTensors } from '../../vectors/formats/decodeTensors.js';
import { encodeTensors, type HostTensor } from '../../vectors/formats/encodeSafetensors.js';
import { readSafetensorsHeader } from '../../vectors/formats/safetensorsContainer.js';

/** Numbers that a shard of an evaluation leaves, with what they are of. */
export interface PartFile {
  facts: Readonly<Record<string, string>>;
  numbers: ReadonlyMap<string, Float32Array | Int32Array>;
}

/** What a shard found, and the similarities that it looked up for all. */
const partEndings = { result: 'part', similarities: 'similarities' } as const;

/** Where a shard's file lies: `FOLDER/2-of-4.part`. */
export function partPath(
  folder: string,
  { index, count }: Shard,
  what: keyof typeof partEndings = 'result',
): string {
  return join(folder, `${index}-of-${count}.${partEndings[what]}`);
}

/** Writes a safetensors file with a checksum of itself. */
export async function writePart(file: string, part: PartFile): Promise<void> {
  await atomicWrite(file, encoded(part, checksumOf(part)));
}

/** Reads it; nothing where there is none, and `damaged` where it is not what was written. */
export async function readPart(file: string): Promise<PartFile | 'damaged' | undefined> {
  if (!existsSync(file)) return undefined;
  try {
    const tensors = decodeTensors(await readRegular(file), file);
    const { metadata } = await readSafetensorsHeader(file);
    const { sha256, ...facts } = Object.fromEntries(metadata);
    const part = { facts, numbers: new Map([...tensors].map(([name, { data }]) => [name, data])) };
    return sha256 === checksumOf(part) ? part : 'damaged';
  } catch (error) {
    if (error instanceof RetrievalError) return 'damaged';
    throw error;
  }
}

const checksumOf = (part: PartFile): string => sha256OfBytes(encoded(part));

function encoded({ facts, numbers }: PartFile, sha256?: string): Uint8Array {
  const tensors = [...numbers].map(([name, data]): [string, HostTensor] => [
    name,
    { data, shape: [data.length] },
  ]);
  return encodeTensors(new Map(tensors), { ...facts, ...(sha256 !== undefined && { sha256 }) });
}
