import { html, Html } from '../notebook/html.js';

/** A chart of a page with its title, its legend and its caption. */
export function chartFigure(
  title: string,
  svg: string,
  lines: { label: string; color: string }[],
  caption: string,
): Html {
  const entries = lines.map(({ label, color }) => html`<li><i style="background:${color}"></i>${label}</li>`);
  return html`<h2>${title}</h2>
    <figure>
      ${new Html(svg)}
      <ul class="legend">
        ${entries}
      </ul>
      <figcaption>${caption}</figcaption>
    </figure>`;
}
