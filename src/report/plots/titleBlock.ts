import type { Layout } from 'plotly.js-dist-min';
import type { FigureWords } from './figureWords.js';
import { fonts, ink } from './theme.js';

/** Pixels from one line of the title block to the next. */
export const titleLine = 27;

/** The title of a layout with the quiet lines below it, and how many lines they are together. */
export function titleBlock({ title: words, subtitle, notes = [] }: FigureWords): {
  title: Partial<Layout['title']>;
  lines: number;
} {
  const title = wrapText(words, 80);
  const below = [subtitle, ...notes].flatMap((text) => (text ? wrapText(text, 104) : []));
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
      pad: { l: 18, t: lines > 1 ? 30 : 14 },
    },
  };
}

/** How many lines a layout's title block has. */
export function linesOf({ title }: Partial<Layout>): number {
  return title?.text ? title.text.split('<br>').length : 0;
}

/** Breaks text between words into lines of at most so many visible characters; tags count for nothing and stay whole. */
export function wrapText(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  const visible = (part: string): number => part.replace(/<[^>]*>/g, '').length;
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
