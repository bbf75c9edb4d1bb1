import type { RetrievalSplit } from '../datasets/types.js';
import { RetrievalError } from '../errors.js';

/** Whose pictures a query model is trained on. */
export const anchorKinds = ['training', 'gallery', 'both'] as const;
export type Anchors = (typeof anchorKinds)[number];

/** What a split is called where the pictures of its gallery train too: numbers of the two are never compared. */
export function anchoredName(split: string, anchors: Anchors = 'training'): string {
  return anchors === 'training' ? split : `${split} (anchors: ${anchors})`;
}

/**
 * The split in which the gallery's own pictures train, without labels, beside the training pictures or in their place:
 * whoever has a gallery has these. Pictures that are queries never train.
 *
 * @throws RetrievalError (usage) where every picture of the gallery is a query.
 */
export function anchoredSplit(split: RetrievalSplit, anchors: Anchors = 'training'): RetrievalSplit {
  if (anchors === 'training') return split;
  const asked = new Set([...split.queries, ...(split.choosing ?? [])]);
  const training = new Set(split.fit);
  const own = split.gallery.filter((record) => !asked.has(record) && !training.has(record));
  if (own.length === 0) throw noPictures(split);
  const fit = anchors === 'both' ? Int32Array.of(...split.fit, ...own) : own;
  return { ...split, name: anchoredName(split.name, anchors), fit };
}

function noPictures({ name, gallery }: RetrievalSplit): RetrievalError {
  return new RetrievalError({
    what: "The gallery's own pictures cannot train",
    where: `anchors, split ${name}`,
    expected: 'pictures of the gallery that are neither queries nor training pictures',
    found: `none among the ${gallery.length}`,
    fix: 'take a split whose queries are not in its gallery, or leave `anchors` out',
    kind: 'usage',
  });
}
