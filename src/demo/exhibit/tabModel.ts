import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256OfBytes } from '../../base/files/sha256.js';
import { RetrievalError } from '../../errors.js';
import type { ExportedModel } from '../../export/exportedModel.js';
import { exportQueryModel, type ModelExportOptions } from '../../export/exportQueryModel.js';
import type { ModelCard } from '../../export/modelCard.js';
import { readExport } from '../../export/readExport.js';
import { cardFiles } from '../../export/writeExport.js';
import type { ShownModel } from './exhibit.js';

type TabModelOptions = Pick<ModelExportOptions, 'onStep' | 'onProgress'>;

/**
 * A saved query model as a TensorFlow.js graph, exported once to a folder and read from there afterwards; of the
 * precisions that search as the original does, the smallest.
 *
 * @param folder the saved query model
 * @throws RetrievalError as `exportQueryModel`.
 */
export async function tabModel(
  folder: string,
  out: string,
  options: TabModelOptions = {},
): Promise<Pick<ShownModel, 'card' | 'files'>> {
  const kept = await readKept(out);
  if (kept) return kept;
  await exported(folder, out, options);
  const made = await readKept(out);
  if (made) return made;
  throw new RetrievalError({
    what: 'The exported model is not what was written',
    where: out,
    fix: 'remove the folder and start again',
    kind: 'data',
  });
}

async function exported(folder: string, out: string, options: TabModelOptions): Promise<void> {
  const wanted = { ...options, formats: ['tfjs-graph'], weights: ['float16', 'int8'] } as const;
  try {
    await exportQueryModel(folder, out, wanted);
  } catch (error) {
    // A model travels without the pictures of its training.
    if (!(error instanceof RetrievalError) || error.details.kind !== 'data') throw error;
    options.onStep?.(`Compared on random pictures, since ${error.details.what.toLowerCase()}`);
    await exportQueryModel(folder, out, { ...wanted, data: 'random' });
  }
}

/** An earlier export, where all of it is there and unchanged. */
async function readKept(out: string): Promise<Pick<ShownModel, 'card' | 'files'> | undefined> {
  const text = await readFile(join(out, cardFiles.data), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const card = JSON.parse(text) as ModelCard;
  const model = [...card.exports].sort((a, b) => bytesOf(a) - bytesOf(b))[0]!;
  const files = await readExport(join(out, model.folder));
  const isWhole = model.files.every(({ name, sha256 }) => {
    const bytes = files.get(name);
    return bytes !== undefined && sha256OfBytes(bytes) === sha256;
  });
  return isWhole ? { card, files } : undefined;
}

const bytesOf = ({ files }: ExportedModel): number => files.reduce((sum, { bytes }) => sum + bytes, 0);
