import type { DatasetDescription } from '../types.js';
import { emojiAttribution, emojiVendors } from './emojiPackages.js';

/** The emoji, all classes or some. A mirrored one may be another: arrows, hands, letters. */
export const emojiDescription: DatasetDescription = {
  pictureKind: 'drawing',
  mayBeMirrored: false,
  defaultSplit: 'unseen',
  attributions: () => emojiVendors.map(({ name }) => emojiAttribution(name)),
};
