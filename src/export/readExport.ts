import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { finishReplacing } from '../base/files/replaceTogether.js';
import { readRegular } from '../base/files/regularFile.js';
import { inWords } from '../base/inWords.js';
import type { ExportedFiles } from './exportedFiles.js';
import { exportGroup } from './writeExport.js';

/**
 * Reads the files of one exported model, for `modelFormats[format].load`.
 * @param folder for example `OUT/onnx-int8`
 * @throws RetrievalError when there is no such folder.
 */
export function readExport(folder: string): Promise<ExportedFiles> {
  const words = {
    what: 'There is no exported model',
    where: folder,
    fix: 'name a folder such as OUT/onnx-float32 of an export',
  };
  return inWords(words, async () => {
    await finishReplacing(dirname(folder), exportGroup);
    const names = await readdir(folder);
    const read = async (name: string) =>
      [name, new Uint8Array(await readRegular(join(folder, name)))] as const;
    return new Map(await Promise.all(names.map(read)));
  });
}
