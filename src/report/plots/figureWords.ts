import type { Layout } from 'plotly.js-dist-min';

/** What stands above a figure; kept as the `meta` of its layout, where plotly draws nothing from it. */
export interface FigureWords {
  title: string;
  subtitle?: string;
  /** What its pictures show, where a subtitle that explains their colours says nothing. */
  description?: string;
  /** More lines below the subtitle. */
  notes?: readonly string[];
}

/** The words of a layout; of one that has none, its title. */
export function wordsOf({ meta, title }: Partial<Layout>): FigureWords {
  if (isWords(meta)) return meta;
  return { title: (typeof title === 'string' ? title : title?.text) ?? '' };
}

/** Whether the `meta` of a layout holds its words. */
export function isWords(meta: unknown): meta is FigureWords {
  return typeof meta === 'object' && meta !== null && 'title' in meta && typeof meta.title === 'string';
}

/** A figure in words, for readers who cannot see it: its title and what it shows, without markup. */
export function altText({ layout }: { layout: Partial<Layout> }): string {
  const { title, subtitle, description = subtitle, notes = [] } = wordsOf(layout);
  return [title, description, ...notes]
    .flatMap((part) => (part ? [plainText(part)] : []))
    .map((part, at, all) => (at < all.length - 1 && !/[.!?]$/.test(part) ? `${part}.` : part))
    .join(' ');
}

/** The title of a figure without markup. */
export function titleText({ layout }: { layout: Partial<Layout> }): string {
  return plainText(wordsOf(layout).title);
}

const characters: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', '#39': "'" };

/** The text of a piece of plotly's HTML. */
function plainText(html: string): string {
  return html
    .replace(/<br>/g, ' ')
    .replace(/<sup>/g, '^')
    .replace(/<[a-z/][^>]*>/g, '')
    .replace(/&(lt|gt|amp|quot|#39);/g, (_, name: string) => characters[name]!)
    .replace(/\s+/g, ' ')
    .trim();
}
