import { readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import sharp from 'sharp';
import { finishReplacing, replaceTogether } from '../../base/files/replaceTogether.js';
import { onFiles } from '../../base/files/fileSystemError.js';
import { RetrievalError } from '../../errors.js';
import { figureSize, fittedTo, plainFigure, type Figure } from './figure.js';
import { renderFigure } from './renderer.js';

/** Size of a static picture of a figure. */
export interface PictureSize {
  /** Pixels before scaling, to which the words above the figure are fitted; default: the figure's own, else 900. */
  width?: number;
  /** Default: the figure's own, else 560. */
  height?: number;
  /** Pixels per unit of width and height. Default 2 for files, 0.9 for notebooks, whose column is narrower. */
  scale?: number;
}

export interface ExportOptions extends PictureSize {
  /** Folder for the files; made when missing. */
  folder: string;
  /** File name without its ending: letters, digits, `-` and `_`. */
  name: string;
  /** Leave the files as they are where they already show this very figure. Default false. */
  reuse?: boolean;
}

/**
 * Writes `name.png`, `name.svg` and `name.plotly.json`: all of them or none.
 * @returns the three paths.
 * @throws RetrievalError for a bad name, or when the figure cannot be drawn.
 */
export async function exportFigure(figure: Figure, options: ExportOptions): Promise<string[]> {
  const { folder, name, reuse = false, ...size } = options;
  if (!/^[\w-]+$/.test(name)) {
    throw new RetrievalError({
      what: 'A figure cannot be stored under this name',
      expected: 'letters, digits, "-" and "_"',
      found: JSON.stringify(name),
    });
  }
  const [png, svg, json] = ['png', 'svg', 'plotly.json'].map((ending) =>
    join(folder, `${name}.${ending}`),
  ) as [string, string, string];
  const text = `${JSON.stringify(plainFigure(figure))}\n`;
  await onFiles({ doing: 'Writing a figure', where: json }, async () => {
    await finishReplacing(folder, name);
    if (reuse && (await alreadyDrawn([png, svg], json, text))) return;
    const drawn = [await figurePng(figure, { scale: 2, ...size }), await figureSvg(figure, size), text];
    const names = [png, svg, json].map((file) => basename(file));
    await replaceTogether(folder, name, new Map(names.map((file, n) => [file, drawn[n]])));
  });
  return [png, svg, json];
}

/** A specification that matches stands for pictures that are whole. */
async function alreadyDrawn(pictures: string[], json: string, text: string): Promise<boolean> {
  try {
    await Promise.all(pictures.map((picture) => stat(picture)));
    return (await readFile(json, 'utf8')) === text;
  } catch {
    return false;
  }
}

/**
 * The figure as a PNG with a palette of 256 colours, a third of the size of a full-colour one.
 * @throws RetrievalError when it cannot be drawn.
 */
export async function figurePng(figure: Figure, size: PictureSize = {}): Promise<Buffer> {
  const { scale = 0.9, ...pixels } = size;
  const still = stillFigure(figure, pixels);
  const png = await renderFigure(still, { format: 'png', ...pixelSize(still, pixels), scale });
  return sharp(png).png({ palette: true, quality: 90, effort: 7, dither: 0.5 }).toBuffer();
}

/** The figure as SVG text, the same for the same figure. */
export async function figureSvg(figure: Figure, size: PictureSize = {}): Promise<Buffer> {
  const still = stillFigure(figure, size);
  const svg = await renderFigure(still, { format: 'svg', ...pixelSize(still, size) });
  return Buffer.from(withFixedIds(svg.toString('utf8')));
}

/**
 * plotly.js names the parts of a drawing after a random number, and writes an empty style into each drawing but a page's
 * first.
 */
function withFixedIds(svg: string): string {
  const random = /id="defs-([0-9a-f]{6})"/.exec(svg)?.[1];
  const fixed = svg.replace(/^<svg[^>]*>/, (tag) => tag.replace(' style=""', ''));
  return random === undefined ? fixed : fixed.replaceAll(random, 'figure');
}

function pixelSize({ layout }: Figure, { width, height }: PictureSize): { width: number; height: number } {
  return {
    width: width ?? layout.width ?? figureSize.width,
    height: height ?? layout.height ?? figureSize.height,
  };
}

/**
 * The figure for a width, without the controls that only work on a screen; its traces get names, which plotly.js would draw
 * by lot.
 */
function stillFigure(figure: Figure, { width }: PictureSize): Figure {
  const { data, layout } = width === undefined ? figure : fittedTo(figure, width);
  const named = Array.isArray(data) ? data.map((trace, at) => ({ uid: `trace${at}`, ...trace })) : data;
  return { data: named, layout: { ...layout, sliders: [], updatemenus: [] } };
}
