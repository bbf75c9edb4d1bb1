import { creditLine } from '../../datasets/creditLine.js';
import type { Dataset, ImageRecord } from '../../datasets/types.js';
import { thumbnails } from '../plots/thumbnails.js';
import { html, type Html } from './html.js';
import { inNotebook } from './kernel.js';
import { showHtml } from './showPicture.js';

export interface PictureOptions {
  /** Stands above the pictures. */
  title?: string;
  /** What stands below a picture and, for those who don't see it, in its place; default: its label. */
  caption?: (record: ImageRecord) => string;
  /** Side in pixels, default 96. */
  size?: number;
}

/**
 * Shows pictures of a data set below the cell, side by side, and whom to name for them. Does nothing outside a notebook.
 *
 * @param rows records of the data set
 * @example
 * await showPictures(dataset, split.queries.slice(0, 6), { title: 'Six queries' });
 */
export async function showPictures(
  dataset: Dataset,
  rows: ArrayLike<number>,
  options: PictureOptions = {},
): Promise<void> {
  if (!inNotebook()) return;
  const { html: pictures, text } = await pictureRow(dataset, rows, options);
  showHtml(pictures, text);
}

/** What `showPictures` shows: as HTML, and as text for viewers without it. */
export async function pictureRow(
  dataset: Dataset,
  rows: ArrayLike<number>,
  { title, caption = ({ label }) => label, size = 96 }: PictureOptions = {},
): Promise<{ html: Html; text: string }> {
  const pixels = await dataset.pixels(rows, { size, keep: false });
  const captions = Array.from(rows, (row) => caption(dataset.records[row]!));
  const credit = `Pictures: ${creditLine(dataset.attributions)}`;
  const cards = (await thumbnails(pixels, size)).map(
    (image, n) =>
      html`<figure
        style="display:inline-block;margin:6px;text-align:center;vertical-align:top;width:${size + 8}px"
      >
        <img src="${image}" alt="${captions[n]}" width="${size}" height="${size}" />
        <figcaption style="font-size:12px">${captions[n]}</figcaption>
      </figure>`,
  );
  const heading = title ? html`<b>${title}</b><br />` : '';
  return {
    html: html`<div>${heading}${cards}<br /><small>${credit}</small></div>`,
    text: [title, captions.join(', '), credit].filter(Boolean).join('\n'),
  };
}
