import { figurePng, type PictureSize } from '../plots/exportFigure.js';
import { fittedTo, plainFigure, type Figure } from '../plots/figure.js';
import { altText } from '../plots/figureWords.js';
import { searchGrid } from '../plots/searchGrid.js';
import type { PictureSearch } from '../../trainedModels/pictureSearch.js';
import { canRender } from '../plots/renderer.js';
import { displayBundle, inNotebook, type MimeBundle } from './kernel.js';

export interface ShowOptions extends PictureSize {
  /** Adds a PNG, which viewers without scripts show; default: whenever figures can be drawn on this machine. */
  png?: boolean;
  /** Adds the interactive figure, default true. Without it a figure full of pictures takes half the space. */
  interactive?: boolean;
}

/**
 * Shows a figure, or the pictures that a search has found, below the cell: interactive, as PNG and in words, in one output.
 * Does nothing outside a notebook.
 *
 * @example
 * const trained = await openTrainedModel('data/models/query');
 * await show(await trained.search('photo.jpg', { top: 5 }));
 */
export async function show(what: Figure | PictureSearch, options: ShowOptions = {}): Promise<void> {
  if (!inNotebook()) return;
  displayBundle(await figureBundle('queries' in what ? await searchGrid(what) : what, options));
}

/** The formats in which `show` sends a figure. */
export async function figureBundle(figure: Figure, options: ShowOptions = {}): Promise<MimeBundle> {
  const { png = canRender(), interactive = true, ...size } = options;
  return {
    ...(interactive && {
      'application/vnd.plotly.v1+json': plainFigure(size.width ? fittedTo(figure, size.width) : figure),
    }),
    ...(png && { 'image/png': (await figurePng(figure, size)).toString('base64') }),
    'text/plain': altText(figure),
  };
}
