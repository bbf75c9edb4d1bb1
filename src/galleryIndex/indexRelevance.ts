import { readLabels, type LabelFiles } from '../datasets/groundTruth/labelsReader.js';
import { RetrievalError } from '../errors.js';
import type { IndexRelevance } from './listQuality.js';
import type { GalleryIndex } from './openIndex.js';

/**
 * What is right for queries by a table of labels. The row of a query's own picture and its junk are left out of its list;
 * a query that the table does not name has nothing right.
 *
 * @param queryIds `[Q]`
 * @throws RetrievalError for a table that can't be read, or in which neither queries nor vectors of the index stand.
 */
export async function relevanceOfIndex(
  index: Pick<GalleryIndex, 'rowsOf'>,
  queryIds: readonly string[],
  files: LabelFiles,
): Promise<IndexRelevance> {
  const {
    galleryIds,
    galleryIdentities,
    queryIds: known,
    queryIdentities,
    junk,
  } = (await readLabels(files)).groundTruth;
  const rowsOf = await index.rowsOf(galleryIds);
  const places = new Map(known.map((id, place) => [id, place]));
  const ofIdentity = new Map<number, number[]>();
  galleryIds.forEach((id, n) => {
    const identity = galleryIdentities[n]!;
    if (identity >= 0)
      ofIdentity.set(identity, [...(ofIdentity.get(identity) ?? []), ...(rowsOf.get(id) ?? [])]);
  });
  const relevance = queryIds.map((id) => {
    const place = places.get(id);
    if (place === undefined) return { positives: new Set<number>(), ignored: new Set<number>() };
    const ignored = new Set([...junk![place]!].flatMap((n) => rowsOf.get(galleryIds[n]!) ?? []));
    const same = ofIdentity.get(queryIdentities[place]!) ?? [];
    return { positives: new Set(same.filter((row) => !ignored.has(row))), ignored };
  });
  if (relevance.some(({ positives }) => positives.size > 0)) return relevance;
  throw new RetrievalError({
    what: 'By the table of labels nothing in the index is right for any query',
    where: files.labels,
    expected: `ids as those of the queries (${JSON.stringify(queryIds[0])}) and of the index`,
    found: `${queryIds.filter((id) => places.has(id)).length} of ${queryIds.length} queries and ${rowsOf.size} of ${galleryIds.length} pictures of the table`,
    fix: 'write the ids in the table as they stand beside the vectors',
    kind: 'data',
  });
}
