import type { Command } from 'commander';
import { join } from 'node:path';
import { mostShards, shardBounds } from '../../base/shard.js';
import { readingData } from '../../errors.js';
import { shardFile, shardFolder, usualPhotosPerChunk } from '../../extraction/shards.js';
import { callWords } from '../callWords.js';
import { engineOptionNames, type EngineOptions } from '../engine.js';
import { runOnEngine } from '../engine/runOnEngine.js';
import { joinShards } from '../merge/run.js';
import { extractPictures } from './extractPictures.js';
import { npyBeside } from './outFile.js';

interface Options extends EngineOptions {
  pictures: string;
  folder?: string;
  out: string;
  float16?: boolean;
  overwrite?: boolean;
  json?: boolean;
}

/** Embeds pictures in shards where the user wants them, and joins these. */
export async function extractOnEngine(options: Options, command: Command): Promise<void> {
  const { out, pictures, folder, float16 = false, overwrite = false, json } = options;
  const vectors = npyBeside(out, float16);
  const { photos, notes } = await readingData(() => extractPictures(pictures, folder));
  if (!json) for (const note of notes) console.error(note);
  const words = callWords(command, engineOptionNames);
  let shards: string[] = [];
  const isDone = await runOnEngine(options, (wanted) => {
    const count = Math.max(1, Math.min(wanted, mostShards(photos.length, usualPhotosPerChunk)));
    const each = Array.from({ length: count }, (_, n) => ({ index: n + 1, count }));
    shards = each.map((shard) => shardFile(vectors, shard));
    const jobs = each.map((shard) => {
      const [from, to] = shardBounds(photos.length, shard, usualPhotosPerChunk);
      const name = `${shard.index}/${count}`;
      return { name: `shard ${name}`, words: [...words, '--shard', name], amount: to - from };
    });
    const last = ['merge', ...shards, '--out', out, ...(overwrite ? ['--overwrite'] : [])];
    return { jobs, unit: 'photos', last, folder: join(shardFolder(vectors), 'jobs') };
  });
  if (isDone) await joinShards(shards, { out, overwrite, json });
}
