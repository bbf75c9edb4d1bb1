import { html, type Html } from '../notebook/html.js';

/** A picture in a ranking. */
export interface FoundPicture {
  label: string;
  /** `data:` address. */
  image: string;
  /** Whether it is of the query's class. */
  isRight: boolean;
}

/** A query with what each model finds first. */
export interface FoundRows {
  /** Why this query is shown. */
  why: string;
  label: string;
  image: string;
  rows: { model: string; pictures: FoundPicture[] }[];
}

/** A query and, row by row, what each model finds first. */
export function foundRows({ why, label, image, rows }: FoundRows): Html {
  return html`<div class="found">
    <div class="row">
      <span class="model">Query, ${why}: <b>${label}</b></span
      ><img src="${image}" alt="query: ${label}" />
    </div>
    ${rows.map(
      ({ model, pictures }) =>
        html`<div class="row">
          <span class="model">${model}</span>${pictures.map(
            ({ image: src, label: name, isRight }, n) =>
              html`<img
                class="${isRight ? 'right' : 'wrong'}"
                src="${src}"
                alt="${n + 1}: ${name}, ${isRight ? 'right' : 'wrong'}"
              />`,
          )}
        </div>`,
    )}
  </div>`;
}
