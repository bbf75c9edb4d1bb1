import { escapeHtml } from '../../base/escapeHtml.js';

/** HTML whose values have been escaped; made by {@link html}, or of text that is HTML by its making. */
export class Html {
  constructor(private readonly text: string) {}

  toString(): string {
    return this.text;
  }
}

/**
 * HTML from a template: values are escaped, HTML of other templates stays as it is, lists are joined.
 *
 * @example
 * const names = ['bread & butter', '<b>'];
 * showHtml(html`<ul>${names.map((name) => html`<li>${name}</li>`)}</ul>`);
 */
export function html(parts: TemplateStringsArray, ...values: unknown[]): Html {
  const text = parts.slice(1).map((part, at) => inHtml(values[at]) + part);
  return new Html([parts[0], ...text].join(''));
}

function inHtml(value: unknown): string {
  if (value instanceof Html) return value.toString();
  return Array.isArray(value) ? value.map(inHtml).join('') : escapeHtml(String(value));
}
