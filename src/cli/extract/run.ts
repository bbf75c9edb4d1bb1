import type { Command } from 'commander';
import type { Shard } from '../../base/shard.js';
import { shellWords } from '../../base/shellWords.js';
import { selectBackend } from '../../compute/backend/selectBackend.js';
import { shardFile } from '../../extraction/shards.js';
import { extractPhotos, type ExtractedPhotos } from '../../extraction/extractPhotos.js';
import { readingData } from '../../errors.js';
import { owningFile } from '../../base/files/owning.js';
import { sha256OfFile } from '../../base/files/sha256.js';
import type { PhotoSizing } from '../../images/decodePhoto.js';
import { callWords } from '../callWords.js';
import { engineOptionNames, type EngineOptions } from '../engine.js';
import { interruption } from '../interruption.js';
import { printJson } from '../output.js';
import { extractModel } from './extractModel.js';
import { extractPictures } from './extractPictures.js';
import { extractionBar } from './extractionBar.js';
import { extractOnEngine } from './onEngine.js';
import { convertTo, npyBeside } from './outFile.js';

interface Options extends EngineOptions {
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
  shard?: Shard;
  overwrite?: boolean;
  json?: boolean;
}

/** Embeds pictures into a file of vectors. */
export async function run(options: Options, command: Command): Promise<void> {
  if (options.engine !== undefined) return extractOnEngine(options, command);
  await extract(options, command);
}

async function extract(options: Options, command: Command): Promise<void> {
  const { out, shard, pictures, folder, json } = options;
  const vectors = npyBeside(out, options.float16 ?? false);
  await selectBackend();
  const { photos, notes } = await readingData(() => extractPictures(pictures, folder));
  if (!json) for (const note of notes) console.error(note);
  const { model, square } = await readingData(() =>
    extractModel(options.model, {
      fields: options.onnx,
      picture: photos[0]?.read ? undefined : photos[0]?.path,
    }),
  );
  const bar = extractionBar();
  try {
    // Until the last file of this name is written.
    await owningFile(shard ? shardFile(vectors, shard) : vectors, async () => {
      const result = await extractPhotos({
        ...options,
        model,
        photos,
        out: vectors,
        // Asking for a longest side means: no squares.
        square: options.square ?? (options.longestSide === undefined ? square : undefined),
        signal: interruption(),
        onProgress: bar.update,
        command: shellWords(['asym', ...callWords(command, [...engineOptionNames, 'overwrite'])]),
      });
      bar.stop();
      if (!shard) await convertTo(out, result.files);
      await report(result, { ...options, out: shard ? result.files.vectors : out }, notes);
    });
  } finally {
    bar.stop();
    model.dispose();
  }
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
