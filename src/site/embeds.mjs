import { createHash } from 'node:crypto';

const escapes = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text as HTML, in content or in an attribute. */
export const escapeHtml = (text) => text.replace(/[&<>"]/g, (sign) => escapes[sign]);

/** Stands for the way from a page to the root of the site. */
const base = '{base}';

/**
 * Pieces of HTML that pages of Markdown hold, and the files that they show. In Markdown such a piece is a block of code whose
 * language is `embed` and whose text is its number, so that no reader of Markdown touches what is inside.
 */
export function createEmbeds() {
  const pieces = [];
  const files = new Map();

  /** A file of the site, by its contents; the address of it. */
  function file(bytes, ending) {
    const name = `files/${createHash('sha256').update(bytes).digest('hex').slice(0, 16)}.${ending}`;
    files.set(name, bytes);
    return `${base}${name}`;
  }

  /** Adds a piece of HTML; resolves to Markdown. Pictures inside become files. */
  function add(html) {
    const light = html.replace(
      /data:image\/(png|jpeg|webp|gif);base64,([A-Za-z0-9+/=\s]+)/g,
      (_, type, text) => file(Buffer.from(text, 'base64'), type),
    );
    pieces.push(light);
    return `\`\`\`embed\n${pieces.length - 1}\n\`\`\``;
  }

  /** A figure: its picture, which scripts replace by the figure itself where there is one. */
  function figure({ png, alt, plotly }) {
    const live = plotly ? ` data-figure="${file(Buffer.from(JSON.stringify(plotly)), 'json')}"` : '';
    const picture = `<img src="${file(png, 'png')}" alt="${escapeHtml(alt)}" loading="lazy">`;
    return add(`<figure class="shown"${live}>${picture}</figure>`);
  }

  return { add, figure, files, html: (number, way) => pieces[number].replaceAll(base, way) };
}
