import { isDeepStrictEqual } from 'node:util';
import { RetrievalError } from '../../errors.js';
import type { OpenedModel } from './openedModel.js';

/**
 * Refuses models that do not search the same vectors.
 * @param isNamed whether the gallery is named, so that it need not be that of the runs
 */
export function checkSameSpace(models: readonly OpenedModel[], isNamed: boolean): void {
  const spaces = models.map(({ dimension, run }) => ({
    dimension,
    ...(!isNamed && { gallery: run?.gallery, treatment: run?.galleryTreatment, dataset: run?.dataset }),
  }));
  const other = spaces.findIndex((space) => !isDeepStrictEqual(space, spaces[0]));
  if (other < 0) return;
  throw new RetrievalError({
    what: 'The query models search different galleries',
    where: `${models[0]!.folder}, ${models[other]!.folder}`,
    expected: JSON.stringify(spaces[0]),
    found: JSON.stringify(spaces[other]),
    fix: 'name models that were trained for the same gallery, or the gallery with --gallery',
    kind: 'usage',
  });
}
