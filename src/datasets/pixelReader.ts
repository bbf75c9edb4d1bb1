import { largestCachedBytes, largestCachedSize } from './largestCachedSize.js';
import { RetrievalError } from '../errors.js';
import { workspacePath } from '../base/files/workspacePath.js';
import { cachedPixels, type PictureProgress } from '../images/pixelCache.js';
import { forEachConcurrently } from '../base/forEachConcurrently.js';
import { readersOf } from '../images/brokenPictures.js';
import type { Dataset, PixelRequest } from './types.js';

export interface PixelReaderOptions {
  /** Number of pictures of the data set. */
  count: number;
  /** Folder of the cache; default `data/cache/<name>` of the workspace. */
  folder?: string;
  /** First part of the cache's file names. */
  name: string;
  /** Everything the pixels depend on, beside size and framing. */
  description: Record<string, unknown>;
  framings: readonly ('whole' | 'drawing')[];
  /** RGB bytes `[size, size, 3]` of one picture. */
  render: (row: number, request: Required<Omit<PixelRequest, 'keep'>>) => Promise<Uint8Array>;
  /** Whether pictures are fetched from elsewhere, see {@link PixelCache}. */
  isFetched?: boolean;
  onProgress?: PictureProgress;
}

/** The `pixels` function of a data set: small sizes through a checksummed cache, large ones on demand. */
export function pixelReader(options: PixelReaderOptions): Dataset['pixels'] {
  const { count, name, description, framings, render, isFetched = false, onProgress } = options;
  const folder = options.folder ?? workspacePath('data', 'cache', name);
  return async (rows, { size, framing = 'whole', keep = true }) => {
    checkSize(size);
    const request = { size, framing: framings.includes(framing) ? framing : framings[0]! };
    const bytes = size * size * 3;
    if (keep && size <= largestCachedSize && count * bytes <= largestCachedBytes) {
      const cache = {
        folder,
        name: `${name}-${request.framing}-${size}`,
        description: { ...description, ...request },
        count,
        size,
        render: (row: number) => render(row, request),
        isFetched,
        onProgress,
      };
      return cachedPixels(cache, rows);
    }
    const pixels = new Uint8Array(rows.length * bytes);
    // Neighbours may lie in one part of a table, which is then read once.
    const order = Uint32Array.from(rows, (_, index) => index).sort((a, b) => rows[a]! - rows[b]!);
    const one = async (at: number): Promise<void> => {
      const index = order[at]!;
      pixels.set(await render(rows[index]!, request), index * bytes);
    };
    await forEachConcurrently(rows.length, one, readersOf(isFetched));
    return pixels;
  };
}

function checkSize(size: number): void {
  if (Number.isInteger(size) && size >= 1 && size <= 4096) return;
  throw new RetrievalError({
    what: 'The size of the pictures is not usable',
    where: 'size',
    expected: 'a whole number of pixels from 1 to 4096',
    found: String(size),
    fix: 'ask for a size such as 32, 96 or 224',
  });
}
