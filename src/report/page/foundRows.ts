import { html, type Html } from '../notebook/html.js';

/** A picture in a ranking. */
export interface FoundPicture {
  label: string;
  /** `data:` address. */
  image: string;
  /** Whether it is of the query's class; without it the picture has a quiet border. */
  isRight?: boolean;
}

/** A query with what each model finds first. */
export interface FoundRows {
  /** Why this query is shown. */
  why: string;
  label: string;
  image: string;
  /** What is said of pictures whose `isRight` is true or false; default `right` and `wrong`. */
  words?: readonly [right: string, wrong: string];
  rows: { model: string; pictures: FoundPicture[] }[];
}

/** A query and, row by row, what each model finds first. */
export function foundRows({ why, label, image, rows, words = ['right', 'wrong'] }: FoundRows): Html {
  const said = (isRight: boolean | undefined): string =>
    isRight === undefined ? '' : `, ${words[isRight ? 0 : 1]}`;
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
                class="${isRight === undefined ? '' : isRight ? 'right' : 'wrong'}"
                src="${src}"
                alt="${n + 1}: ${name}${said(isRight)}"
              />`,
          )}
        </div>`,
    )}
  </div>`;
}
