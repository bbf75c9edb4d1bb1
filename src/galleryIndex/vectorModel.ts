import { existsSync } from 'node:fs';
import { readRegularSync } from '../base/files/regularFile.js';
import { sha256OfBytes } from '../base/files/sha256.js';
import { jsonObject } from '../base/config/jsonObject.js';
import { RetrievalError } from '../errors.js';

/** The model that vectors are of. */
export interface VectorModel {
  /** For people. */
  name: string;
  /** Changes with its weights and with how it sees pictures; empty where only the name is known. */
  identity: string;
}

/** What decides the vectors, of the fields in the record that lies beside extracted ones. */
const deciding = ['model', 'columns', 'size', 'scales'] as const;

/** The model of a file of vectors, as `NAME.manifest.json` beside it tells; nothing where there is none. */
export function modelOfVectors(file: string): VectorModel | undefined {
  const manifest = file.replace(/\.\w+$/, '.manifest.json');
  if (!existsSync(manifest)) return undefined;
  const fields = jsonObject(readRegularSync(manifest).toString('utf8'));
  if (typeof fields?.modelName !== 'string' || typeof fields.model !== 'string') return undefined;
  return {
    name: fields.modelName,
    identity: sha256OfBytes(JSON.stringify(deciding.map((name) => fields[name]))),
  };
}

/**
 * Refuses vectors of another model than those of an index, as far as both are known. Where of one only the name is known,
 * names are compared.
 *
 * @param where names the vectors in the error
 */
export function checkSameModel(
  index: VectorModel | undefined,
  vectors: VectorModel | undefined,
  where: string,
): void {
  if (!index || !vectors) return;
  const isByName = index.identity === '' || vectors.identity === '';
  if (isByName ? index.name === vectors.name : index.identity === vectors.identity) return;
  const isSettings = !isByName && index.name === vectors.name;
  throw new RetrievalError({
    what: isSettings
      ? 'The vectors are of the model of the index, but with other weights or pictures seen in another way'
      : 'The vectors are of another model than the index',
    where,
    expected: `${index.name}${isSettings ? ` ${index.identity.slice(0, 12)}` : ''}`,
    found: `${vectors.name}${isSettings ? ` ${vectors.identity.slice(0, 12)}` : ''}`,
    fix: 'give vectors of the model of the index, or build an index of these in another folder',
    kind: 'usage',
  });
}

/** Refuses vectors of another dimension than those of an index. */
export function checkIndexDimension(index: number, vectors: number, where: string): void {
  if (index === vectors) return;
  throw new RetrievalError({
    what: 'The vectors have another dimension than those of the index',
    where,
    expected: `${index} numbers each`,
    found: `${vectors}`,
    fix: 'give vectors of the model of the index, or build an index of these in another folder',
    kind: 'usage',
  });
}
