import { preparePicture } from '../../../trainedModels/preparePicture.js';
import { pictureSize } from './pictureSize.js';
import { Problem } from './problem.js';

/** A picture to search with, decoded. */
export interface QueryPicture {
  name: string;
  /** At most `longestSide` long. */
  canvas: HTMLCanvasElement;
  /** For an `img`. */
  address: string;
  /** Of a picture of the gallery. */
  row?: number;
}

/** Left, top, right and bottom of the part that is searched with, as shares of the picture. */
export type Box = readonly [number, number, number, number];

export const wholePicture: Box = [0, 0, 1, 1];

const longestSide = 640;
const mostBytes = 60e6;
const mostMegapixels = 50;
const formats = 'Choose a JPEG, PNG or WebP picture.';

/** Decodes a picture, upright, and shrinks it. @throws Problem for anything else, and for one that is too large. */
export async function readPicture(file: Blob, name: string, row?: number): Promise<QueryPicture> {
  if (file.size === 0) throw new Problem(`${name} is empty.`, formats);
  if (file.size > mostBytes) {
    const found = `${name} has ${Math.round(file.size / 1e6)} MB.`;
    throw new Problem(found, `Choose a picture of at most ${mostBytes / 1e6} MB.`);
  }
  const size = pictureSize(new Uint8Array(await file.arrayBuffer()));
  if (!size) throw new Problem(`${name} is no picture that can be read here.`, formats);
  const megapixels = (size[0] * size[1]) / 1e6;
  if (megapixels > mostMegapixels) {
    const found = `${name} has ${Math.round(megapixels)} megapixels.`;
    throw new Problem(found, `Choose a picture of at most ${mostMegapixels} megapixels.`);
  }
  const picture = await createImageBitmap(file).catch(() => {
    throw new Problem(`${name} is damaged.`, 'Choose another picture.');
  });
  const canvas = shrunk(picture, picture.width, picture.height);
  picture.close();
  return { name, canvas, address: await addressOf(canvas), ...(row !== undefined && { row }) };
}

/** The picture that a camera shows now. */
export async function snapshot(video: HTMLVideoElement): Promise<QueryPicture> {
  const canvas = shrunk(video, video.videoWidth, video.videoHeight);
  return { name: 'Camera', canvas, address: await addressOf(canvas) };
}

function shrunk(picture: CanvasImageSource, width: number, height: number): HTMLCanvasElement {
  const factor = Math.min(1, longestSide / Math.max(width, height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(width * factor));
  canvas.height = Math.max(1, Math.round(height * factor));
  const context = contextOf(canvas);
  context.imageSmoothingQuality = 'high';
  // What is transparent is white in training.
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}

function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context) return context;
  throw new Problem(
    'The picture can not be drawn in this browser.',
    'Close other tabs, or try another browser.',
  );
}

/** The part of a picture that is searched with. */
export interface PicturePart {
  /** The square that a query model takes, `[size, size, 3]` in 0..255. */
  square(preparation: { scaled: number; size: number }): Float32Array;
  /** As a file, for the gallery model. */
  file(): Promise<Blob>;
}

export function partOf({ canvas }: QueryPicture, [left, top, right, bottom]: Box): PicturePart {
  const x = Math.min(canvas.width - 1, Math.round(left * canvas.width));
  const y = Math.min(canvas.height - 1, Math.round(top * canvas.height));
  const width = Math.max(1, Math.round(right * canvas.width) - x);
  const height = Math.max(1, Math.round(bottom * canvas.height) - y);
  const pixels = contextOf(canvas).getImageData(x, y, width, height);
  return {
    square: (preparation) => preparePicture(pixels, preparation),
    file() {
      const cut = document.createElement('canvas');
      [cut.width, cut.height] = [width, height];
      contextOf(cut).putImageData(pixels, 0, 0);
      return fileOf(cut);
    },
  };
}

function fileOf(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) => {
    const given = (blob: Blob | null): void =>
      blob
        ? resolve(blob)
        : reject(new Problem('The picture can not be encoded.', 'Choose another picture.'));
    canvas.toBlob(given, 'image/jpeg', 0.92);
  });
}

const addressOf = async (canvas: HTMLCanvasElement): Promise<string> =>
  URL.createObjectURL(await fileOf(canvas));
