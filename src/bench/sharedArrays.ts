import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** An array that both sides of a comparison read. */
export interface SharedArray {
  shape: number[];
  data: Float32Array | Int32Array;
}

const listFile = 'arrays.json';

/** Writes raw little-endian arrays beside a list of their shapes, readable from any language. */
export async function writeArrays(folder: string, arrays: Record<string, SharedArray>): Promise<void> {
  await mkdir(folder, { recursive: true });
  const entries = Object.entries(arrays).map(([name, { shape, data }], n) => {
    return { name, shape, file: `${n}.raw`, type: data instanceof Int32Array ? 'int32' : 'float32', data };
  });
  for (const { file, data } of entries) {
    await writeFile(join(folder, file), new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  await writeFile(join(folder, listFile), JSON.stringify(entries.map(({ data: _, ...rest }) => rest)));
}

/** Reads them all. */
export async function readArrays(folder: string): Promise<Record<string, SharedArray>> {
  const list = JSON.parse(await readFile(join(folder, listFile), 'utf8')) as {
    name: string;
    shape: number[];
    file: string;
    type: string;
  }[];
  const arrays: Record<string, SharedArray> = {};
  for (const { name, shape, file, type } of list) {
    const { buffer, byteOffset, byteLength } = await readFile(join(folder, file));
    const kind = type === 'int32' ? Int32Array : Float32Array;
    arrays[name] = { shape, data: new kind(buffer, byteOffset, byteLength / 4) };
  }
  return arrays;
}
