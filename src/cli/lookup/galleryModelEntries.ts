import { schemasAt } from '../../base/config/schemasAt.js';
import { galleryModelConfigSchema } from '../../models/galleryModelConfig.js';
import { galleryModelWords } from '../../models/galleryModelWords.js';
import type { Entry } from './entry.js';

/** The gallery models, each with the options of its form. */
export function galleryModelEntries(): Entry[] {
  return Object.entries(galleryModelWords).map(([name, { example, what = '', source = '', use = '' }]) => {
    const [schema] = schemasAt(galleryModelConfigSchema, [], { name });
    const gallery = JSON.stringify({ name, ...example });
    return {
      name,
      what,
      source,
      use,
      ...(schema && { schema }),
      example: `asym train --data photos/ --set 'gallery=${gallery}'`,
    };
  });
}
