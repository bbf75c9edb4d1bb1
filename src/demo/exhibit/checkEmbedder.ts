import { RetrievalError } from '../../errors.js';
import type { PictureEmbedder, ShownGallery } from './exhibit.js';
import { vectorsOfRows } from '../search/vectorsOfRows.js';

/** Below this cosine a model is another one, or sees pictures in another way; small copies of pictures stay above it. */
const least = 0.5;

/**
 * Tries a gallery model on a picture of the gallery.
 * @returns the cosine of what it gives and what the gallery holds; nothing where no picture is known
 * @throws RetrievalError (usage) where they have nothing in common.
 */
export async function checkEmbedder(
  { name, embed }: Pick<PictureEmbedder, 'name' | 'embed'>,
  gallery: ShownGallery,
): Promise<number | undefined> {
  const picture = await gallery.picture(0);
  if (!picture) return undefined;
  const [made, kept] = [await embed(picture), await vectorsOfRows(gallery.source, [0], gallery.columns)];
  const cosine = made.reduce((sum, value, d) => sum + value * kept.data[d]!, 0);
  if (cosine >= least) return cosine;
  throw new RetrievalError({
    what: 'The gallery model gives other vectors than the gallery holds',
    where: `${name}, picture ${gallery.id(0)}`,
    expected: `a cosine of ${least} or more`,
    found: cosine.toFixed(3),
    fix: 'name the model of the gallery with --gallery-model, and how it saw pictures with --square, --longest-side and --scales',
    kind: 'usage',
  });
}
