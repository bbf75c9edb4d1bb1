import { idProblem } from '../vectors/checks/idProblem.js';
import { RetrievalError } from '../errors.js';
import type { PhotoRecord } from './photoChunks.js';

/** @throws RetrievalError when there are none, when an id comes twice or would not fit on one line. */
export function checkPhotos(photos: readonly PhotoRecord[]): void {
  const seen = new Set<string>();
  const bad = photos.find(({ id }) => idProblem(id) !== undefined || seen.size === seen.add(id).size);
  if (photos.length > 0 && !bad) return;
  throw new RetrievalError({
    what: bad ? 'The ids of the pictures can not be told apart' : 'There are no pictures to extract',
    expected: bad ? 'every id once, not empty and on one line' : 'at least one picture',
    found: bad ? `${JSON.stringify(bad.id)}: ${idProblem(bad.id) ?? 'it comes twice'}` : 'none',
    fix: bad ? 'give every picture an id of its own' : 'check the folder or the list',
    kind: 'data',
  });
}
