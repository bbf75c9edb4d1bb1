import { setFolderAside } from '../../base/files/setAside.js';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import type { EmbeddingMatrix } from '../../vectors/embeddingMatrix.js';
import { readNpyMatrix, writeNpy } from '../../vectors/formats/npy.js';
import { RetrievalError } from '../../errors.js';
import { atomicWrite } from '../../base/files/atomicWrite.js';
import { workspacePath } from '../../base/files/workspacePath.js';
import { owningFolder } from '../../base/files/owning.js';
import { sha256OfBytes } from '../../base/files/sha256.js';
import { defaultShrinkage, fitWhitening, type WhiteningOptions } from './fitWhitening.js';
import { createWhitening, type Whitening } from './whitening.js';

const manifestName = 'whitening.json';
const codeVersion = 1;

const manifestSchema = z.strictObject({
  kind: z.enum(['raw', 'centred', 'pca', 'lda']),
  inputs: z.int().positive(),
  outputs: z.int().positive(),
  hasMean: z.boolean(),
  hasAxes: z.boolean(),
  identity: z.string(),
  /** Hash of what it was fitted to, in a store. */
  fittedTo: z.string().optional(),
});

/**
 * Writes a whitening to a folder: its numbers as .npy, then a JSON manifest with its identity.
 * @param fittedTo hash of what it was fitted to
 */
export async function saveWhitening(
  folder: string,
  { parameters, identity }: Whitening,
  fittedTo?: string,
): Promise<void> {
  const { kind, inputs, outputs, mean, axes } = parameters;
  if (mean) await writeNpy(join(folder, 'mean.npy'), { shape: [1, inputs], data: mean });
  if (axes) await writeNpy(join(folder, 'axes.npy'), { shape: [outputs, inputs], data: axes });
  const facts = { kind, inputs, outputs, hasMean: Boolean(mean), hasAxes: Boolean(axes), identity };
  const manifest = { ...facts, ...(fittedTo && { fittedTo }) };
  await atomicWrite(join(folder, manifestName), `${JSON.stringify(manifest, null, 1)}\n`);
}

/**
 * Reads a whitening that `saveWhitening` wrote.
 * @throws RetrievalError when its numbers are not those of its identity.
 */
export async function loadWhitening(folder: string): Promise<Whitening> {
  const { kind, inputs, outputs, hasMean, hasAxes, identity } = await readManifest(folder);
  const numbers = async (name: string) => (await readNpyMatrix(join(folder, name))).data;
  const whitening = createWhitening({
    kind,
    inputs,
    outputs,
    ...(hasMean && { mean: await numbers('mean.npy') }),
    ...(hasAxes && { axes: await numbers('axes.npy') }),
  });
  if (whitening.identity !== identity) {
    throw new RetrievalError({
      what: 'The stored whitening is damaged',
      where: folder,
      expected: identity,
      found: whitening.identity,
      fix: 'delete the folder; the whitening is fitted again',
    });
  }
  return whitening;
}

/**
 * `fitWhitening`, or its stored result when the same vectors, labels and options were fitted before. While another process
 * fits it this one waits for it.
 * @param root default `data/cache/whitening` of the workspace
 */
export async function storedWhitening(
  fit: EmbeddingMatrix,
  options: WhiteningOptions,
  root = workspacePath('data', 'cache', 'whitening'),
): Promise<Whitening> {
  if (options.kind === 'raw' || options.kind === 'centred') return fitWhitening(fit, options);
  const { labels, ...settings } = options;
  const { data } = fit;
  const vectors = sha256OfBytes(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  const shrinkage = defaultShrinkage[options.kind];
  const description = { codeVersion, vectors, columns: fit.columns, shrinkage, ...settings };
  const labelText = options.kind === 'lda' ? Array.from(labels ?? []).join() : '';
  const folder = join(root, sha256OfBytes(`${JSON.stringify(description)} ${labelText}`).slice(0, 32));
  const fitOnce = async (): Promise<Whitening> => {
    const stored = await loadFitted(folder);
    if (stored) return stored;
    if (existsSync(join(folder, manifestName)))
      await setFolderAside(folder, 'is damaged or of other vectors', 'the whitening is fitted again');
    const whitening = fitWhitening(fit, options);
    await saveWhitening(folder, whitening, basename(folder));
    return whitening;
  };
  return (await loadFitted(folder)) ?? owningFolder(folder, fitOnce, { wait: true });
}

/** The whitening of a store, unless there is none, it is damaged or was fitted to something else. */
async function loadFitted(folder: string): Promise<Whitening | undefined> {
  const key = basename(folder);
  try {
    const { fittedTo = key } = await readManifest(folder);
    return fittedTo === key ? await loadWhitening(folder) : undefined;
  } catch {
    return undefined;
  }
}

async function readManifest(folder: string): Promise<z.output<typeof manifestSchema>> {
  return manifestSchema.parse(JSON.parse(await readFile(join(folder, manifestName), 'utf8')));
}
