import { describeValue } from '../base/describeValue.js';
import { randomSource } from '../base/randomSource.js';
import { RetrievalError } from '../errors.js';
import type { ImageRecord, RetrievalSplit } from './types.js';

/** Name of the split that trains on everything but a few pictures. */
export const heldOutName = 'heldOut';

/** Share of the pictures that is held out where none is named. */
export const heldOutShare = 0.1;

/** Below this number of held-out pictures all of them are for the report. */
const fewPictures = 20;
/** Share of the held-out pictures that may choose the best state of a training; the report does not look at them. */
const choosingShare = 1 / 3;

export interface HeldOutOptions {
  /** Share of the pictures that does not train, in (0, 1); default 0.1. At least one picture, and at most all but two. */
  share?: number;
  /** Decides which; default 0. */
  seed?: number;
}

/**
 * What somebody with a gallery wants: all pictures train but a few, drawn at random whatever their labels, and these are
 * searched among all pictures.
 *
 * @throws RetrievalError for fewer than three pictures, and for a share that is none.
 */
export function heldOutSplit(
  records: readonly ImageRecord[],
  { share = heldOutShare, seed = 0 }: HeldOutOptions = {},
): RetrievalSplit {
  const count = records.length;
  if (count < 3) throw tooFew(count);
  if (!(share > 0 && share < 1)) throw noShare(share);
  const held = Math.min(Math.max(1, Math.round(share * count)), count - 2);
  const order = randomSource(seed, 'held-out pictures').permutation(count);
  const choosing = held < fewPictures ? 0 : Math.round(held * choosingShare);
  return {
    name: nameOf(share, seed),
    fit: order.slice(held).sort(),
    queries: order.slice(choosing, held).sort(),
    choosing: order.slice(0, choosing).sort(),
    gallery: Int32Array.from({ length: count }, (_, row) => row),
    excludeSelf: true,
    description: `${count - held} pictures train${choosing > 0 ? `, ${choosing} choose the best state` : ''}; ${held - choosing} others, held out, are searched among all ${count}`,
  };
}

/** Share and seed of a name such as `heldOut`, `heldOut:0.2` or `heldOut:0.2:7`; `undefined` for any other name. */
export function heldOutOptions(name: string): HeldOutOptions | undefined {
  const [kind, share = `${heldOutShare}`, seed = '0', ...rest] = name.split(':');
  if (kind !== heldOutName) return undefined;
  const options = { share: Number(share), seed: Number(seed) };
  const isUsable = options.share > 0 && options.share < 1 && Number.isSafeInteger(options.seed);
  if (isUsable && share !== '' && seed !== '' && rest.length === 0) return options;
  throw new RetrievalError({
    what: 'The held-out pictures are not described well',
    where: 'split',
    expected: `${heldOutName}:SHARE:SEED with a share between 0 and 1 and a whole seed, for example ${heldOutName}:0.2:7`,
    found: name,
    kind: 'usage',
  });
}

function nameOf(share: number, seed: number): string {
  if (seed !== 0) return `${heldOutName}:${share}:${seed}`;
  return share === heldOutShare ? heldOutName : `${heldOutName}:${share}`;
}

function noShare(share: unknown): RetrievalError {
  return new RetrievalError({
    what: 'The share of the held-out pictures is out of range',
    where: 'share',
    expected: 'a number between 0 and 1',
    found: describeValue(share),
    kind: 'usage',
  });
}

function tooFew(count: number): RetrievalError {
  return new RetrievalError({
    what: 'There are too few pictures to train on some and search others',
    expected: 'at least three',
    found: String(count),
    fix: 'add pictures',
  });
}
