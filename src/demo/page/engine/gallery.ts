import type { DemoDescription, Found, GalleryRows, SearchAnswer } from '../../description.js';
import { searchGallery, type SearchableGallery } from '../../search/searchGallery.js';
import { vectorsOfRows } from '../../search/vectorsOfRows.js';
import { multiplyPlain } from '../../../retrieval/ranking/multiply.js';
import { embeddingMatrix } from '../../../vectors/embeddingMatrix.js';
import { int8Gallery } from '../../../vectors/gallery/int8Gallery.js';
import { fetched, Problem } from './problem.js';

/** What the gallery model returns. */
export interface GalleryAnswer {
  results: readonly Found[];
  /** Of the query, where it is a picture of the gallery with one. */
  label?: string | undefined;
  /** That the model took; missing where the vector was stored. */
  milliseconds?: number;
}

/** A gallery to search, wherever its vectors are. Every search returns all rows, or as many as a server gives. */
export interface Gallery {
  /** @param without row of the query itself */
  search: (vector: Float32Array, without?: number) => Promise<readonly Found[]>;
  /** Cosines of a vector and some rows. */
  similarities: (vector: Float32Array, rows: readonly number[]) => Promise<readonly number[]>;
  /** What the gallery model returns for a picture of the gallery, by its stored vector. */
  ofRow: (row: number) => Promise<GalleryAnswer>;
  /** What it returns for a picture, which the server computes. */
  ofPicture: (picture: Blob, without?: number) => Promise<GalleryAnswer>;
}

/** Most results that the server gives. */
const deepest = 2000;

/** Opens the gallery that a demo describes: its vectors in this tab, or the server's. */
export async function openGallery(description: DemoDescription): Promise<Gallery> {
  const top = Math.min(description.gallery.rows, deepest);
  const server = galleryOfServer(top);
  if (description.search === 'server') return server;
  const inPage = galleryInPage(await bytesOfGallery(description), top);
  return description.isStatic ? inPage : { ...inPage, ofRow: server.ofRow, ofPicture: server.ofPicture };
}

function galleryInPage(gallery: SearchableGallery, top: number): Gallery {
  const { source, columns } = gallery;
  const search = (vector: Float32Array, without?: number) => searchGallery(gallery, { vector, top, without });
  return {
    search,
    async similarities(vector, rows) {
      const wanted = await vectorsOfRows(source, rows, columns);
      return [...multiplyPlain(embeddingMatrix(vector, 1, columns), wanted)];
    },
    async ofRow(row) {
      const { data } = await vectorsOfRows(source, [row], columns);
      return { results: await search(data, row), label: gallery.label(row) };
    },
    ofPicture: () => Promise.reject(new Problem('Without a server the gallery model can not run.')),
  };
}

function galleryOfServer(top: number): Gallery {
  return {
    search: async (vector, without) => (await askJson({ vector: [...vector], top, without })).results,
    async similarities(vector, rows) {
      return (await askJson({ vector: [...vector], top: 1, rows })).similarities ?? [];
    },
    ofRow: (row) => askJson({ row, top }).then(({ results, label }) => ({ results, label })),
    async ofPicture(picture, without) {
      const parameters = `?top=${top}${without === undefined ? '' : `&without=${without}`}`;
      const { results, milliseconds } = await ask(picture, picture.type, parameters);
      return { results, milliseconds: milliseconds.embedding };
    },
  };
}

/** The gallery's vectors as bytes, with what its rows are called by. */
async function bytesOfGallery({ gallery: { rows, columns } }: DemoDescription): Promise<SearchableGallery> {
  const [named, data, scales] = await Promise.all([
    fetched('gallery/rows.json').then((response) => response.json() as Promise<GalleryRows>),
    fetched('gallery/vectors.bin').then((response) => response.arrayBuffer()),
    fetched('gallery/scales.bin').then((response) => response.arrayBuffer()),
  ]);
  return {
    source: int8Gallery({ data: new Int8Array(data), scales: new Float32Array(scales), rows, columns }),
    columns,
    id: (row) => named.ids[row] ?? String(row),
    label: (row) => named.labels[row] ?? '',
  };
}

const askJson = (request: object): Promise<SearchAnswer> => ask(JSON.stringify(request), 'application/json');

async function ask(body: string | Blob, type: string, parameters = ''): Promise<SearchAnswer> {
  const request = { method: 'POST', body, headers: { 'Content-Type': type } };
  const response = await fetch(`search${parameters}`, request).catch(() => {
    throw new Problem('The server does not answer.', 'See whether it still runs.');
  });
  const answer = (await response.json()) as SearchAnswer & { error?: { what: string; fix?: string } };
  if (answer.error) throw new Problem(`${answer.error.what}.`, answer.error.fix);
  return answer;
}
