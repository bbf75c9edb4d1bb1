import { emojiDataset } from '../../../datasets/emoji/emojiDataset.js';
import { printJson } from '../../output.js';
import { withProgress } from '../withProgress.js';

interface Options {
  size?: number[];
  framing: 'whole' | 'drawing';
  json: boolean;
}

/** Draws the emoji in the wanted sizes. */
export async function run({ size = [36, 108], framing, json }: Options): Promise<void> {
  for (const side of size) {
    await withProgress(async (onProgress) => {
      const dataset = await emojiDataset({ onProgress });
      await dataset.pixels([0], { size: side, framing });
    });
    if (!json) console.log(`emoji at ${side} px are in data/cache/emoji`);
  }
  if (json) printJson({ sizes: size, framing, folder: 'data/cache/emoji' });
}
