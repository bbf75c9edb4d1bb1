import type { DuplicatePair } from '../../experiments/duplicates.js';
import type { Dataset } from '../../datasets/types.js';
import { html, type Html } from '../notebook/html.js';
import type { Confusion, MislabelledCandidate } from './labelTrouble.js';
import type { ReportImages } from './reportImages.js';

/** Lines of each list on the page. */
export const shownTroubles = 12;

/** Which labels are taken for which. */
export function confusionSection(confusions: readonly Confusion[]): Html {
  const intro =
    confusions.length === 0
      ? 'No query finds another label among its first ten.'
      : `Share of another label among the first ten results of a label's queries, by the query model. ${howMany(confusions.length, 'pair')}`;
  const most = confusions[0]?.share ?? 1;
  const rows = confusions.slice(0, shownTroubles).map(
    ({ label, other, share, queries }) =>
      html`<tr>
        <td>${label}</td>
        <td>${other}</td>
        <td class="track"><span class="bar" style="width:${((100 * share) / most).toFixed(0)}%"></span></td>
        <td class="number">${(100 * share).toFixed(0)} %</td>
        <td class="number">${queries}</td>
      </tr>`,
  );
  const table = html`<div class="scroll">
    <table class="confused">
      <thead>
        <tr>
          <th scope="col">label</th>
          <th scope="col">finds</th>
          <th scope="col"></th>
          <th scope="col" class="number">share</th>
          <th scope="col" class="number">queries</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
  return html`<h2 id="confusions">Labels taken for others</h2>
    <p>${intro}</p>
    ${rows.length > 0 ? table : ''}`;
}

/** Queries whose picture stands on another side, too. */
export function duplicateSection(
  pairs: readonly DuplicatePair[],
  dataset: Dataset,
  images: ReportImages,
): Html {
  const underTwo = pairs.filter(({ hasOtherLabel }) => hasOtherLabel).length;
  const intro =
    pairs.length === 0
      ? 'No picture that is searched with stands among the others a second time.'
      : `Pictures that are searched with and stand among the others, too: they make the numbers too good. ${howMany(pairs.length, 'pair')}${underTwo > 0 ? ` ${underTwo} under two labels.` : ''}`;
  const entry = ({ query, other, side, kind, similarity, hasOtherLabel }: DuplicatePair): Html => {
    const words = [
      kind === 'same' ? 'the same picture' : 'almost the same',
      side === 'training' ? 'it trained' : 'in the gallery',
      `cosine ${similarity.toFixed(3)}`,
    ];
    const ids = `${dataset.records[query]!.id} and ${dataset.records[other]!.id}`;
    return html`<li>
      <img src="${images.of(query)}" alt="query ${images.name(query)}" />
      <img src="${images.of(other)}" alt="${images.name(other)}" />
      <span>
        ${hasOtherLabel ? html`<b>${images.name(query)} / ${images.name(other)}</b><br />` : ''}${words.join(', ')}<br /><span
          class="quiet"
          >${ids}</span
        >
      </span>
    </li>`;
  };
  return html`<h2 id="duplicates">Duplicates between the sides</h2>
    <p>${intro}</p>
    <ul class="pairs">
      ${pairs.slice(0, shownTroubles).map(entry)}
    </ul>`;
}

/** Pictures whose label is probably wrong. */
export function mislabelledSection(
  candidates: readonly MislabelledCandidate[],
  dataset: Dataset,
  images: ReportImages,
): Html {
  const intro =
    candidates.length === 0
      ? 'No picture has neighbours that agree on another label.'
      : `Of a picture's five nearest by the gallery model none has its label, and four or more agree on another. To look at, not to trust. ${howMany(candidates.length, 'picture')}`;
  const entry = ({ record, suggested, neighbours, votes }: MislabelledCandidate): Html =>
    html`<li>
      <img src="${images.of(record)}" alt="${images.name(record)}" />
      <div>
        ${neighbours.map((near) => html`<img src="${images.of(near)}" alt="${images.name(near)}" />`)}
      </div>
      <span>
        <b>${images.name(record)}</b>, ${votes} of ${neighbours.length} say ${suggested}<br /><span
          class="quiet"
          >${dataset.records[record]!.id}</span
        >
      </span>
    </li>`;
  return html`<h2 id="mislabelled">Labels to look at</h2>
    <p>${intro}</p>
    <ul class="doubted">
      ${candidates.slice(0, shownTroubles).map(entry)}
    </ul>`;
}

/** How many there are and, where not all are shown, how many are. */
function howMany(count: number, noun: string): string {
  const all = `${count} ${noun}${count === 1 ? '' : 's'}`;
  return count > shownTroubles ? `${all}, of which the first ${shownTroubles} are shown.` : `${all}.`;
}
