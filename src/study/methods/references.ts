import type { Look } from '../../report/plots/look.js';
import type { FamilyId } from './family.js';

/** What stands beside the methods in figures and tables without trials of its own. */
export interface Reference extends Look {
  /** The family it is drawn with. */
  family?: FamilyId;
}

export const references = {
  contextualSimilarityRetuned: {
    label: 'CSD (in batch, re-tuned)',
    color: '#6A3D9A',
    symbol: 'cross',
    family: 'softmax',
  },
  symmetricGallery: { label: 'Gallery model on both sides', color: '#000000', symbol: 'star' },
} satisfies Record<string, Reference>;

export type ReferenceId = keyof typeof references;
