import { cachedPixels } from '../../src/images/pixelCache.js';
import { answerRaces } from '../helpers/racers.js';

// Wants pictures of its own grey value under a name that others want for theirs.
answerRaces(async (folder) => {
  const value = process.pid % 256;
  const pixels = await cachedPixels(
    {
      folder,
      name: 'grey-8',
      description: { value },
      count: 200,
      size: 8,
      render: () => Promise.resolve(new Uint8Array(8 * 8 * 3).fill(value)),
    },
    Array.from({ length: 200 }, (_, row) => row),
  );
  return String(pixels.length === 200 * 8 * 8 * 3 && pixels.every((byte) => byte === value));
});
