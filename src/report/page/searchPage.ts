import type { FoundPicture, PictureQuery, PictureSearch } from '../../trainedModels/pictureSearch.js';
import { html, Html } from '../notebook/html.js';
import { imagesOf, isRight, nameOf, type GridImages, type Images } from '../plots/foundImages.js';
import { pageStyle } from './pageStyle.js';

/** Queries on a page, so that it stays small enough to open. */
const mostQueries = 200;

const style = `
body { max-width: 70rem; padding: 1.5rem 1rem 4rem; }
.search { display: grid; grid-template-columns: repeat(auto-fill, minmax(6.5rem, 1fr)); gap: .75rem; margin: 1rem 0; padding: 1rem 0 0; border-top: 1px solid var(--rule); list-style: none; }
.search img, .search .missing { width: 100%; aspect-ratio: 1; border-radius: 6px; border: 3px solid var(--rule); background: #fff; display: block; }
.search .missing { display: grid; place-items: center; padding: .25rem; font-size: .75rem; color: #5b6270; text-align: center; }
.search .right img { border-color: var(--right); } .search .wrong img { border-color: var(--wrong); border-style: dashed; }
.search .asked img { border-color: var(--ink); }
.search span { display: block; font-size: .8rem; line-height: 1.3; margin-top: .25rem; }
`;

/** What a search has found as a page: pictures inside, no script, nothing loaded from elsewhere. */
export async function searchPage(search: PictureSearch): Promise<string> {
  const shown = search.queries.slice(0, mostQueries);
  const gallery = await search.pictures.gallery();
  const wanted = new Set(shown.flatMap(({ results }) => results.map(({ id }) => id)));
  const images: GridImages = {
    queries: await imagesOf(search.pictures.queries, new Set(shown.map(({ id }) => id))),
    found: gallery ? await imagesOf(gallery, wanted) : new Map(),
  };
  const missing = wanted.size - images.found.size;
  const notes = [
    shown.length < search.queries.length &&
      `The first ${shown.length} of ${search.queries.length} queries are shown.`,
    missing > 0 && `Of ${missing} results no picture is known: name the gallery's pictures with --pictures.`,
    hasLabels(images) && "Full border: the query's label; dashed: another.",
  ].filter((note) => note !== false);
  return html`<!doctype html>
    <html lang="en">
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>Search in ${search.gallery.name}</title>
      <style>
        ${new Html(pageStyle)}${new Html(style)}
      </style>
      <h1>The most similar of ${search.gallery.rows} pictures</h1>
      <p class="quiet">${search.gallery.name}. ${notes.join(' ')}</p>
      ${shown.map((query) => results(query, images))}
    </html> `.toString();
}

function results({ id, results: found }: PictureQuery, images: GridImages): Html {
  return html`<ul class="search">
    <li class="asked">
      ${picture(images.queries, id, 'query')}<span><b>${nameOf(id)}</b></span>
    </li>
    ${found.map((result) => {
      const right = isRight(id, result.id, images);
      const kind = right === undefined ? '' : right ? 'right' : 'wrong';
      return html`<li class="${kind}">
        ${picture(images.found, result.id, String(result.rank))}${words(result)}
      </li>`;
    })}
  </ul>`;
}

function words({ id, similarity }: FoundPicture): Html {
  return html`<span>${similarity.toFixed(3)}<br /><span class="quiet">${id}</span></span>`;
}

function picture(images: Images, id: string, what: string): Html {
  const found = images.get(id);
  if (!found) return html`<div class="missing">${nameOf(id)}</div>`;
  const label = found.label ? `, ${found.label}` : '';
  return html`<img src="${found.image}" alt="${what}: ${nameOf(id)}${label}" />`;
}

function hasLabels({ queries, found }: GridImages): boolean {
  const knows = (images: Images): boolean => [...images.values()].some(({ label }) => Boolean(label));
  return knows(queries) && knows(found);
}
