import { RetrievalError } from '../errors.js';
import { toInt8, type Int8Matrix } from '../vectors/gallery/int8Gallery.js';
import type { DemoDescription, GalleryRows } from './description.js';
import type { Exhibit, ShownGallery } from './exhibit/exhibit.js';
import { sampleRows } from './exhibit/sampleRows.js';
import { vectorsOfRows } from './search/vectorsOfRows.js';

/** Bytes of vectors that a page is given to search by itself. */
const usualBytesInPage = 64e6;

export interface ExhibitFileOptions {
  /** Whether no server will be there to compute; the page then has to hold the vectors. */
  isStatic?: boolean;
  /** Most bytes of vectors that the page holds; beyond that the server is asked. Default 64 MB. */
  mostBytesInPage?: number;
}

/** Everything that the page fetches but pictures, by its address: the description, the models, the gallery's vectors. */
export async function exhibitFiles(
  exhibit: Exhibit,
  { isStatic = false, mostBytesInPage = usualBytesInPage }: ExhibitFileOptions = {},
): Promise<Map<string, Uint8Array>> {
  const { models, gallery, galleryModel } = exhibit;
  const { name, rows, columns, credit } = gallery;
  const inPage = rows * columns <= mostBytesInPage && (isStatic || !gallery.nearest);
  if (isStatic && !inPage) throw tooLarge(gallery, mostBytesInPage);
  const description: DemoDescription = {
    formatVersion: 1,
    models: models.map(({ label, card, files }, n) => ({
      label,
      folder: folderOf(n),
      bytes: [...files.values()].reduce((sum, { length }) => sum + length, 0),
      scaled: card.input.scaled,
      size: card.input.size,
      parameters: card.parameters.stored,
      flops: card.flops,
    })),
    gallery: { name, rows, columns, credit, samples: sampleRows(gallery) },
    search: inPage ? 'page' : 'server',
    galleryModel: isStatic
      ? { missing: 'it needs a server, and these are files alone' }
      : 'embed' in galleryModel
        ? { name: galleryModel.name }
        : galleryModel,
    isStatic,
  };
  const files = new Map<string, Uint8Array>([['demo.json', json(description)]]);
  models.forEach((model, n) => {
    for (const [file, bytes] of model.files) files.set(`${folderOf(n)}/${file}`, bytes);
  });
  if (!inPage) return files;
  const { data, scales } = await bytesOf(gallery);
  const all = Array.from({ length: rows }, (_, row) => row);
  const named: GalleryRows = {
    ids: all.map((row) => gallery.id(row)),
    labels: all.map((row) => gallery.label(row)),
  };
  return new Map([
    ...files,
    ['gallery/rows.json', json(named)],
    ['gallery/vectors.bin', new Uint8Array(data.buffer)],
    ['gallery/scales.bin', new Uint8Array(scales.buffer)],
  ]);
}

const folderOf = (model: number): string => `models/${model}`;

async function bytesOf({ source, rows, columns }: ShownGallery): Promise<Int8Matrix> {
  const all = Array.from({ length: rows }, (_, row) => row);
  return toInt8(typeof source === 'function' ? await vectorsOfRows(source, all, columns) : source);
}

const json = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

function tooLarge({ rows, columns }: ShownGallery, most: number): RetrievalError {
  return new RetrievalError({
    what: 'The gallery is too large to be searched by a page without a server',
    where: '--export',
    expected: `at most ${most / 1e6} MB, a byte for each number`,
    found: `${rows} vectors of ${columns} numbers`,
    fix: 'export a smaller gallery, or run the demo as a server',
    kind: 'usage',
  });
}
