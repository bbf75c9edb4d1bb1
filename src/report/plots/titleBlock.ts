import type { Layout } from 'plotly.js-dist-min';
import type { FigureWords } from './figureWords.js';
import { fonts, ink } from './theme.js';

/** Pixels left of the title. */
const indent = 18;
/** Pixels from one line of the title block to the next. */
export const titleLine = 27;

/** Pixels of a wide letter of the title and of the quiet lines, in the widest font that a screen may fall back to. */
const letter = { title: 11.4, quiet: 8.6 };
/** Share of a figure's width that its words fill at most: a cell of a notebook is narrower than the figure by default. */
const filled = 0.9;

/**
 * The title of a layout with the quiet lines below it, and how many lines they are together.
 * @param width of the figure, in pixels
 */
export function titleBlock(
  { title: words, subtitle, notes = [] }: FigureWords,
  width: number,
): { title: Partial<Layout['title']>; lines: number } {
  const room = filled * width - indent;
  const title = balanced(words, Math.floor(room / letter.title));
  const letters = Math.floor(room / letter.quiet);
  const below = [subtitle, ...notes].flatMap((text) => (text ? wrapText(text, letters) : []));
  const quiet = `<span style="font-size:${fonts.subtitle}px;color:${ink.quiet}">${below.join('<br>')}</span>`;
  const lines = title.length + below.length;
  return {
    lines,
    title: {
      text: `<b>${title.join('<br>')}</b>${below.length > 0 ? `<br>${quiet}` : ''}`,
      font: { size: fonts.title, color: ink.text },
      x: 0,
      xref: 'container',
      xanchor: 'left',
      y: 1,
      yref: 'container',
      yanchor: 'top',
      // plotly lifts a title of several lines by about half a line.
      pad: { l: indent, t: lines > 1 ? 30 : 14 },
    },
  };
}

/** The text in as few lines as fit, all about as long. */
function balanced(text: string, letters: number): string[] {
  const lines = wrapText(text, letters);
  let narrow = letters;
  while (narrow > 1 && fits(wrapText(text, narrow - 1), lines.length, narrow - 1)) narrow--;
  return wrapText(text, narrow);
}

const fits = (lines: readonly string[], most: number, letters: number): boolean =>
  lines.length <= most && lines.every((line) => visible(line) <= letters);

/** How many lines a layout's title block has. */
export function linesOf({ title }: Partial<Layout>): number {
  return title?.text ? title.text.split('<br>').length : 0;
}

/** Characters of a text that are seen. */
const visible = (text: string): number => text.replace(/<[^>]*>/g, '').length;

/** Breaks text between words into lines of at most so many visible characters; tags count for nothing and stay whole. */
export function wrapText(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.match(/(?:<[^>]*>|[^ <]|<)+/g) ?? []) {
    if (line && visible(line) + 1 + visible(word) > width) {
      lines.push(line);
      line = word;
    } else {
      line = line ? `${line} ${word}` : word;
    }
  }
  return [...lines, line];
}
