import type { Look } from '../../report/plots/look.js';
import { methodLooks } from '../methods/looks.js';
import type { Searcher } from './scaleInputs.js';
import { searcherIds } from './searchers.js';

/** Colour, mark and name of every model that searches, the gallery model first. */
export const searcherLooks: ReadonlyMap<Searcher['id'], Look> = new Map<Searcher['id'], Look>([
  ['galleryModel', { label: 'Gallery model', color: '#444444', symbol: 'square' }],
  ...[...methodLooks(searcherIds)].map(([id, look]): [Searcher['id'], Look] => [id as Searcher['id'], look]),
]);
