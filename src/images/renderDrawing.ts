import { RetrievalError } from '../errors.js';
import { sharp } from './sharp.js';

/** Raised whenever the rendering below could give other pixels. */
export const drawingVersion = 1;

export interface DrawingOptions {
  /** Side of the square, in pixels. */
  size: number;
  /** `whole` keeps the drawing's canvas; `drawing` crops to what is drawn, with a margin of 5 % of the side. */
  framing: 'whole' | 'drawing';
}

/** A square part of the canvas, in the drawing's own units. */
interface Square {
  left: number;
  top: number;
  side: number;
}

const probeSize = 128;
/** Fainter pixels count as empty. */
const alphaThreshold = 8;
const margin = 0.05;

/**
 * Renders a drawing on white. For the emoji packages' own drawings only, never for files of unknown origin.
 *
 * @param svg a whole SVG text whose first element has a `viewBox` that starts at `0 0`.
 * @returns RGB bytes `[size, size, 3]`.
 * @throws RetrievalError when it can't be rendered.
 */
export async function renderDrawing(svg: string, { size, framing }: DrawingOptions): Promise<Uint8Array> {
  const canvas = canvasOf(svg);
  const square = framing === 'whole' ? canvas.square : await drawnSquare(svg, canvas);
  const { data, info } = await sharp(Buffer.from(framed(svg, canvas, square, size)))
    .flatten({ background: 'white' })
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  if (info.channels === 3 && data.length === size * size * 3) return data;
  throw new RetrievalError({
    what: 'The drawing did not render to the expected size',
    where: svg.slice(0, 80),
    expected: `${size} x ${size} x 3`,
    found: `${info.width} x ${info.height} x ${info.channels}`,
    fix: 'install the pinned versions of the emoji packages and of sharp again',
  });
}

interface Canvas {
  width: number;
  height: number;
  /** The smallest square around the canvas. */
  square: Square;
}

function canvasOf(svg: string): Canvas {
  const match = /^<svg [^>]*viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg);
  if (!match) {
    throw new RetrievalError({
      what: 'The drawing has no canvas',
      where: svg.slice(0, 80),
      expected: 'an <svg> element with a viewBox of the form "0 0 width height"',
      fix: 'add the viewBox',
    });
  }
  const [width, height] = [Number(match[1]), Number(match[2])];
  const side = Math.max(width, height);
  return { width, height, square: { left: (width - side) / 2, top: (height - side) / 2, side } };
}

/** The drawing inside a new canvas that shows only the square; what lay outside the old canvas stays hidden. */
function framed(svg: string, { width, height }: Canvas, { left, top, side }: Square, size: number): string {
  const placed = svg.replace('<svg ', `<svg width="${width}" height="${height}" `);
  const view = `viewBox="${left} ${top} ${side} ${side}" width="${size}" height="${size}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${view}>${placed}</svg>`;
}

/** The square around what is drawn, with its margin; the whole canvas when nothing is. */
async function drawnSquare(svg: string, canvas: Canvas): Promise<Square> {
  const { data, info } = await sharp(Buffer.from(framed(svg, canvas, canvas.square, probeSize)))
    .ensureAlpha()
    .extractChannel('alpha')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const box = boundingBox(data, info.width, info.height);
  if (!box) return canvas.square;
  const unit = canvas.square.side / probeSize;
  const side = (Math.max(box.right - box.left, box.bottom - box.top) * unit) / (1 - 2 * margin);
  return {
    left: canvas.square.left + ((box.left + box.right) / 2) * unit - side / 2,
    top: canvas.square.top + ((box.top + box.bottom) / 2) * unit - side / 2,
    side,
  };
}

/** The box of the pixels above the threshold; right and bottom are the first ones outside. */
function boundingBox(
  alpha: Uint8Array,
  width: number,
  height: number,
): { left: number; top: number; right: number; bottom: number } | undefined {
  let [left, top, right, bottom] = [width, height, 0, 0];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (alpha[y * width + x]! <= alphaThreshold) continue;
      left = Math.min(left, x);
      right = Math.max(right, x + 1);
      top = Math.min(top, y);
      bottom = y + 1;
    }
  }
  return right > 0 ? { left, top, right, bottom } : undefined;
}
