import { selectBackend } from '../../compute/backend/selectBackend.js';
import { extractPhotos, type ExtractedPhotos } from '../../extraction/extractPhotos.js';
import { readNpyMatrix } from '../../vectors/formats/npy.js';
import { readingData, RetrievalError } from '../../errors.js';
import { owningFile } from '../../base/files/owning.js';
import { sha256OfFile } from '../../base/files/sha256.js';
import { embeddingFormats } from '../../vectors/formats/embeddingFormats.js';
import { readIdsFile } from '../../vectors/names/nameLists.js';
import { writeEmbeddingFile } from '../../vectors/writeEmbeddingFile.js';
import type { PhotoSizing } from '../../images/decodePhoto.js';
import { interruption } from '../interruption.js';
import { printJson } from '../output.js';
import { extractModel } from './extractModel.js';
import { extractPictures } from './extractPictures.js';
import { extractionBar } from './extractionBar.js';

interface Options {
  model: string;
  onnx?: string;
  pictures: string;
  folder?: string;
  out: string;
  longestSide?: number;
  scales?: number[];
  square?: number;
  longestSideOf?: PhotoSizing['longestSideOf'];
  batch?: number;
  float16?: boolean;
  skipBroken?: boolean;
  overwrite?: boolean;
  json?: boolean;
}

/** Embeds pictures into a file of vectors. */
export async function run(options: Options): Promise<void> {
  const { out, pictures, folder, json } = options;
  const vectors = npyBeside(out, options.float16 ?? false);
  await selectBackend();
  const { photos, notes } = await readingData(() => extractPictures(pictures, folder));
  if (!json) for (const note of notes) console.error(note);
  const { model, square } = await readingData(() =>
    extractModel(options.model, { fields: options.onnx, picture: photos[0]?.path }),
  );
  const bar = extractionBar();
  try {
    // Until the last file of this name is written.
    await owningFile(vectors, async () => {
      const result = await extractPhotos({
        ...options,
        model,
        photos,
        out: vectors,
        // Asking for a longest side means: no squares.
        square: options.square ?? (options.longestSide === undefined ? square : undefined),
        signal: interruption(),
        onProgress: bar.update,
      });
      bar.stop();
      if (out !== vectors) await convert(result, out);
      await report(result, options, notes);
    });
  } finally {
    bar.stop();
    model.dispose();
  }
}

/** The .npy file that is extracted into: the wanted file, or one beside it to be converted at the end. */
function npyBeside(out: string, float16: boolean): string {
  const format = embeddingFormats.find((name) => out.endsWith(`.${name}`));
  if (format && (format === 'npy' || !float16)) return out.replace(/\.[^.]+$/, '.npy');
  throw new RetrievalError({
    what: format ? 'Half precision is for .npy files only' : 'The ending of the file names no format',
    where: '--out',
    expected: format ? 'a name that ends in .npy' : embeddingFormats.map((name) => `.${name}`).join(', '),
    found: out,
    kind: 'usage',
  });
}

async function convert({ files }: ExtractedPhotos, out: string): Promise<void> {
  const [matrix, ids] = [await readNpyMatrix(files.vectors), await readIdsFile(files.ids)];
  await writeEmbeddingFile(out, { matrix, ids });
}

async function report(
  { files, rows, columns, broken, computed, seconds }: ExtractedPhotos,
  { out, json }: Options,
  notes: string[],
): Promise<void> {
  const picturesPerSecond = computed > 0 ? computed / seconds : undefined;
  if (json) {
    const { ids, manifest } = files;
    const sha256 = await sha256OfFile(out);
    const facts = { out, sha256, ids, manifest, rows, columns, broken, computed, seconds, picturesPerSecond };
    return printJson({ ...facts, notes });
  }
  const pace = picturesPerSecond
    ? `, ${computed} of them now at ${picturesPerSecond.toFixed(1)} pictures/s`
    : '';
  console.log(`${out}: ${rows} vectors of ${columns} numbers${pace}; ids in ${files.ids}`);
  if (broken.length === 0) return;
  console.log(`Left out as broken: ${broken.length}; all of them are in ${files.manifest}:`);
  for (const { id, reason } of broken.slice(0, 10)) console.log(`  ${id}: ${reason}`);
}
