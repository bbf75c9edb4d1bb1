import { isMainThread } from 'node:worker_threads';
import { inWords } from '../base/inWords.js';
import { openRegular, readRegular, readRegularSync } from '../base/files/regularFile.js';
import { RetrievalError } from '../errors.js';
import { pixelLimit } from './pixelLimit.js';

export type PictureFormat = 'jpeg' | 'png' | 'webp';

/** Bytes that are enough to recognise a format. */
const headerLength = 16;

/** What the first bytes of other files look like, read as Latin-1. */
const others: readonly [RegExp, string][] = [
  [/^$/, 'an empty file'],
  [/^GIF8/, 'a GIF'],
  [/^(II\*\0|MM\0\*)/, 'a TIFF, or the raw picture of a camera'],
  [/^BM/, 'a BMP'],
  [/^.{4}ftypavi[fs]/s, 'an AVIF'],
  [/^.{4}ftyp(hei|hev|mif1|msf1)/s, 'a HEIC, which phones make'],
  [/^.{4}ftyp/s, 'a film (MP4 or QuickTime)'],
  [/^%PDF/, 'a PDF'],
  [/^PK[^ -~]{2}/, 'a ZIP archive'],
  [/^(\xef\xbb\xbf)?\s*<(\?xml|svg)/i, 'an SVG or XML text'],
];

/** The format by its first bytes, or what else they look like; the file's name plays no part. */
function recognise(header: Uint8Array): PictureFormat | { other: string } {
  const text = Buffer.from(header).toString('latin1');
  if (text.startsWith('\xff\xd8\xff')) return 'jpeg';
  if (text.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
  if (text.startsWith('RIFF') && text.slice(8, 12) === 'WEBP') return 'webp';
  const [, other] = others.find(([looks]) => looks.test(text)) ?? [];
  if (other) return { other };
  if (/^[\t\n\r\x20-\x7e]*$/.test(text)) return { other: `a text that starts with ${JSON.stringify(text)}` };
  return { other: `unknown bytes (${Buffer.from(header.subarray(0, 8)).toString('hex')})` };
}

/**
 * Checks that a picture is a JPEG, PNG or WebP before any decoder sees it.
 *
 * @param source a file, or its bytes.
 * @param name how errors call the picture.
 * @throws RetrievalError for anything else, and for a file that can't be read.
 */
export async function pictureFormat(source: string | Uint8Array, name: string): Promise<PictureFormat> {
  const header = typeof source === 'string' ? await readHeader(source) : source.subarray(0, headerLength);
  const found = recognise(header);
  if (typeof found === 'string') return found;
  throw new RetrievalError({
    what: 'The picture has a format that is not accepted',
    where: name,
    expected: 'a JPEG, PNG or WebP picture',
    found: found.other,
    fix: 'convert the picture, or take it out of the data set',
  });
}

/** Most bytes that a picture of the largest size has: four channels of 16 bits, and what is said beside them. */
const largestFile = (): number => 8 * pixelLimit() + 2 ** 22;

/**
 * The bytes of a picture; those of a file, which is opened once. A thread that decodes pictures waits for its file: on the
 * library's own threads, which read for the calling thread, it would wait behind the pictures that they decode.
 *
 * @throws RetrievalError for what is no regular file, can't be read, or is larger than any picture that is accepted.
 */
export async function pictureBytes(source: string | Uint8Array): Promise<Uint8Array> {
  if (typeof source !== 'string') return source;
  const read = isMainThread ? readRegular : readRegularSync;
  return reading(source, () => read(source, largestFile()));
}

function readHeader(file: string): Promise<Uint8Array> {
  return reading(file, async () => {
    const handle = await openRegular(file);
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(headerLength), 0, headerLength, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  });
}

function reading<T>(file: string, read: () => T | Promise<T>): Promise<T> {
  const words = {
    what: 'The picture can not be read',
    where: file,
    expected: 'a readable file',
    fix: 'correct the path or the permissions',
  };
  return inWords(words, read);
}
