import { RetrievalError } from '../../errors.js';
import { multiplyPlain } from '../../retrieval/ranking/multiply.js';
import { embeddingMatrix } from '../../vectors/embeddingMatrix.js';
import type { Found, SearchAnswer } from '../description.js';
import type { Exhibit, ShownGallery } from '../exhibit/exhibit.js';
import { searchGallery, type VectorQuery } from './searchGallery.js';
import type { SearchRequest } from './searchRequest.js';
import { vectorsOfRows } from './vectorsOfRows.js';

/**
 * Searches the gallery with a vector, with one of its own rows, which is then left out, or with a picture, which the
 * gallery model embeds.
 * @throws RetrievalError for a picture that is none, and where no gallery model is at hand.
 */
export async function answerSearch(
  { gallery, galleryModel }: Pick<Exhibit, 'gallery' | 'galleryModel'>,
  request: SearchRequest,
): Promise<SearchAnswer> {
  const { columns, source } = gallery;
  const start = performance.now();
  const vector = await queryVector({ gallery, galleryModel }, request);
  const embedded = performance.now();
  const without = request.kind === 'row' ? request.row : request.without;
  const results = await nearestRows(gallery, { vector, top: request.top, without });
  const similarities =
    request.rows &&
    multiplyPlain(embeddingMatrix(vector, 1, columns), await vectorsOfRows(source, request.rows, columns));
  return {
    query: request.kind,
    milliseconds: { embedding: embedded - start, search: performance.now() - embedded },
    ...(request.kind === 'row' && { label: gallery.label(request.row) }),
    results,
    ...(similarities && { similarities: [...similarities] }),
  };
}

/** By the index where there is one; else every row is compared. */
async function nearestRows(gallery: ShownGallery, query: VectorQuery): Promise<Found[]> {
  const { vector, top, without } = query;
  if (!gallery.nearest) return searchGallery(gallery, query);
  const found = await gallery.nearest(vector, without === undefined ? top : top + 1);
  return found
    .filter(({ row }) => row !== without)
    .slice(0, top)
    .map(({ row, similarity }, n) => ({
      rank: n + 1,
      row,
      id: gallery.id(row),
      label: gallery.label(row),
      similarity,
    }));
}

async function queryVector(
  { gallery, galleryModel }: Pick<Exhibit, 'gallery' | 'galleryModel'>,
  request: SearchRequest,
): Promise<Float32Array> {
  if (request.kind === 'vector') return request.vector;
  if (request.kind === 'row') {
    return (await vectorsOfRows(gallery.source, [request.row], gallery.columns)).data;
  }
  if ('embed' in galleryModel) return galleryModel.embed(request.picture);
  throw new RetrievalError({
    what: 'The gallery model is not at hand, so that a picture can not be embedded here',
    where: 'the body',
    expected: 'a vector, or a row of the gallery',
    found: `a picture; ${galleryModel.missing}`,
    fix: 'embed it with a query model, or start the demo with --gallery-model',
    kind: 'usage',
  });
}
