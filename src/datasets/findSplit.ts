import { unknownName } from '../base/config/unknownName.js';
import { RetrievalError } from '../errors.js';
import { heldOutName, heldOutOptions, heldOutSplit } from './heldOutSplit.js';
import type { Dataset, RetrievalSplit } from './types.js';

/**
 * A split of a data set by name, for training and for evaluation by labels; `heldOut`, `heldOut:SHARE` and
 * `heldOut:SHARE:SEED` are there for every data set, see `heldOutSplit`.
 * @throws RetrievalError that lists the splits there are, and for one whose relevance is not that of the labels.
 */
export function findSplit(
  { name, splits, records }: Pick<Dataset, 'name' | 'splits' | 'records'>,
  wanted: string,
): RetrievalSplit {
  const heldOut = heldOutOptions(wanted);
  if (heldOut) return heldOutSplit(records, heldOut);
  const split = splits[wanted];
  if (split?.relevance === 'groundTruth') throw notByLabels(name, splits, wanted);
  if (split) return split;
  const known = [...new Set([...Object.keys(splits), heldOutName])];
  throw unknownName(wanted, known, { what: `The data set ${name} has no such split`, where: 'split' });
}

function notByLabels(name: string, splits: Dataset['splits'], wanted: string): RetrievalError {
  const usable = Object.values(splits).filter(({ relevance }) => relevance !== 'groundTruth');
  return new RetrievalError({
    what: 'Labels do not say which pictures of this split are right',
    where: `split ${wanted} of ${name}`,
    expected: usable.map((split) => split.name).join(', ') || 'another data set: this one has no such split',
    found: 'a split that is scored by lists of its owner',
    fix: 'train on another split, extract the embeddings of this one, and score them with `asym evaluate`',
    kind: 'usage',
  });
}
