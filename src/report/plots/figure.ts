import type { Data, Layout, LayoutAxis } from 'plotly.js-dist-min';
import { escapeHtml } from '../../base/escapeHtml.js';
import { isWords, wordsOf, type FigureWords } from './figureWords.js';
import { fonts, ink, translucent } from './theme.js';
import { linesOf, titleBlock, titleLine } from './titleBlock.js';

/** A plotly figure as plain data: it can be shown, exported or stored as JSON. */
export interface Figure {
  data: Partial<Data>[];
  layout: Partial<Layout>;
}

/**
 * The same figure with its typed arrays as lists, which JSON keeps and plotly.js draws; a typed array becomes an object
 * in JSON and is not drawn.
 */
export function plainFigure({ data, layout }: Figure): Figure {
  return { data: plain(data), layout: plain(layout) };
}

function plain<Value>(value: Value): Value {
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    return Array.from(value as unknown as ArrayLike<number | bigint>, Number) as Value;
  }
  if (Array.isArray(value)) return value.map(plain) as Value;
  if (value === null || typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype)
    return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [key, plain(part as unknown)]),
  ) as Value;
}

/** Options that every figure takes. */
export interface FigureOptions {
  /** Replaces the finding that is computed from the data. */
  title?: string;
  /** Replaces the line below the title. */
  subtitle?: string;
}

/** Default size of an exported figure in pixels. */
export const figureSize = { width: 900, height: 560 } as const;

export type Axis = Partial<LayoutAxis>;

interface FigureParts extends Omit<FigureWords, 'notes'> {
  data: Partial<Data>[];
  layout?: Partial<Layout>;
  /** Rows that the legend below the plot takes; 0 for none. */
  legendRows?: number;
  height?: number;
  /** Height of the plot itself, which decides the figure's height in place of `height`. */
  plotHeight?: number;
  /** Pixels kept free above the plot for notes, default 8. */
  headRoom?: number;
}

const legendLine = 25;
/** The buttons that appear on a screen, upright beside the words, which they would cover side by side. */
const modebar = {
  orientation: 'v',
  bgcolor: translucent(ink.paper, 0.7),
  remove: ['select2d', 'lasso2d', 'zoomIn2d', 'zoomOut2d', 'autoScale2d'],
} satisfies Partial<Layout['modebar']>;

/** Puts traces into the common look: title on the left, legend below the plot, quiet grid. */
export function composeFigure(parts: FigureParts): Figure {
  const { data, layout = {}, legendRows = 0, headRoom = 8 } = parts;
  const words: FigureWords = { title: parts.title, subtitle: parts.subtitle, description: parts.description };
  const { title, lines } = titleBlock(words, figureSize.width);
  const top = 26 + lines * titleLine + headRoom;
  const bottom = 66 + legendRows * legendLine + (legendRows > 0 ? 14 : 0);
  const usual = figureSize.height + Math.max(0, legendRows - 4) * legendLine;
  const height = parts.plotHeight ? parts.plotHeight + top + bottom : (parts.height ?? usual);
  return {
    data,
    layout: {
      height,
      meta: words,
      font: { family: fonts.family, size: fonts.tick, color: ink.text },
      paper_bgcolor: ink.paper,
      plot_bgcolor: ink.paper,
      title,
      margin: {
        l: 78,
        r: 26,
        t: top,
        b: bottom,
      },
      showlegend: legendRows > 0,
      legend: {
        orientation: 'h',
        x: 0.015,
        xref: 'container',
        xanchor: 'left',
        y: 0.01,
        yref: 'container',
        yanchor: 'bottom',
        font: { size: fonts.legend },
        traceorder: 'normal',
        ...(namesFit(data) && { entrywidth: 218, entrywidthmode: 'pixels' }),
      },
      hovermode: 'closest',
      modebar,
      ...layout,
    },
  };
}

/** The same figure with one more quiet line in its title block, for which the plot makes room. */
export function withNote(figure: Figure, note: string): Figure {
  const words = wordsOf(figure.layout);
  const { data, layout } = withWords(figure, { ...words, notes: [...(words.notes ?? []), escapeHtml(note)] });
  return { data, layout: { ...layout, height: figure.layout.height } };
}

/**
 * The same figure for another width than the usual one: its title and the lines below it are broken anew, and it is taller
 * by what they take. A figure of other making stays as it is.
 */
export function fittedTo(figure: Figure, width: number): Figure {
  const meta: unknown = figure.layout.meta;
  return isWords(meta) ? withWords(figure, meta, width) : figure;
}

/** The same figure with other words above it, taller or lower by the lines that they take. */
function withWords({ data, layout }: Figure, words: FigureWords, width: number = figureSize.width): Figure {
  const { title, lines } = titleBlock(words, width);
  const more = (lines - linesOf(layout)) * titleLine;
  return {
    data,
    layout: {
      ...layout,
      title,
      meta: words,
      height: (layout.height ?? figureSize.height) + more,
      margin: { ...layout.margin, t: (layout.margin?.t ?? 0) + more },
    },
  };
}

/** Whether all legend entries fit columns of equal width, three in a row. */
function namesFit(data: readonly Partial<Data>[]): boolean {
  return data.every((trace) => (trace.name ?? '').length <= 33);
}

/** An axis with its title, the unit in brackets. */
export function axis(title: string, unit?: string, more: Axis = {}): Axis {
  return {
    title: { text: unit ? `${title} (${unit})` : title, font: { size: fonts.axis }, standoff: 12 },
    tickfont: { size: fonts.tick },
    gridcolor: ink.grid,
    gridwidth: 1,
    zeroline: false,
    linecolor: ink.axis,
    linewidth: 1,
    showline: true,
    ticks: 'outside',
    ticklen: 5,
    tickcolor: ink.axis,
    automargin: true,
    ...more,
  };
}

/** A vertical axis with a named row for each item, the first at the bottom. */
export function rowsAxis(names: string[]): Axis {
  return axis('', undefined, {
    ticks: '',
    ticksuffix: '  ',
    showline: false,
    tickfont: { size: fonts.axis },
    categoryorder: 'array',
    categoryarray: names,
  });
}

/** A logarithmic axis with ticks at exactly these values. */
export function logAxis(title: string, unit: string | undefined, values: number[], texts?: string[]): Axis {
  return axis(title, unit, {
    type: 'log',
    tickmode: 'array',
    tickvals: values,
    ticktext: texts ?? values.map(String),
  });
}

/** Rows of a legend with three entries in each. */
export function legendRowsFor(entries: number): number {
  return Math.ceil(entries / 3);
}
