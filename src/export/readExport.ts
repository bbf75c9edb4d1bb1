import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { finishReplacing } from '../base/files/replaceTogether.js';
import { readRegular } from '../base/files/regularFile.js';
import { RetrievalError } from '../errors.js';
import type { ExportedFiles } from './exportedFiles.js';
import { exportGroup } from './writeExport.js';

/**
 * Reads the files of one exported model, for `modelFormats[format].load`.
 * @param folder for example `OUT/onnx-int8`
 * @throws RetrievalError when there is no such folder.
 */
export async function readExport(folder: string): Promise<ExportedFiles> {
  try {
    await finishReplacing(dirname(folder), exportGroup);
    const names = await readdir(folder);
    const read = async (name: string) =>
      [name, new Uint8Array(await readRegular(join(folder, name)))] as const;
    return new Map(await Promise.all(names.map(read)));
  } catch (cause) {
    if (cause instanceof RetrievalError) throw cause;
    throw new RetrievalError({
      what: 'There is no exported model',
      where: folder,
      found: cause instanceof Error ? cause.message : String(cause),
      fix: 'name a folder such as OUT/onnx-float32 of an export',
      cause,
    });
  }
}
