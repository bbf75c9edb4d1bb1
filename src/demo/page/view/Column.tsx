import type { ComponentChildren } from 'preact';
import { rightOnes, shownResults, type Outcome, type Ranking } from '../engine/comparison.js';
import { softOrderConsistency } from '../engine/softOrder.js';
import type { Found } from '../../description.js';
import { RightRanks } from './RightRanks.js';

interface Props {
  /** Column of the grid, from 1. */
  place: number;
  label: string;
  outcome: Outcome;
  isGallery: boolean;
  /** Rank of each row under the gallery model. */
  galleryRanks: ReadonlyMap<number, number>;
  queryLabel?: string | undefined;
  /** Of the sigmoid through which the order is shown as well. */
  temperature: number;
  /** Row that is pointed at. */
  lit?: number | undefined;
  onLight: (row: number | undefined) => void;
  onUse: (row: number) => void;
}

/** What one model returns: how far that is the gallery model's order, and the first pictures. */
export function Column(props: Props) {
  const { label, outcome, isGallery, place } = props;
  const id = `column-${place}`;
  return (
    <section
      style={{ gridColumn: place }}
      class={isGallery ? 'column gallery' : 'column'}
      aria-labelledby={id}
      aria-busy={outcome.state === 'waiting'}
    >
      <header>
        <h3 id={id}>{label}</h3>
        <Facts {...props} />
      </header>
      {outcome.state === 'failed' ? (
        <p class="missing">
          {outcome.problem.message} {outcome.problem.fix}
        </p>
      ) : (
        <ol>
          {outcome.state === 'done'
            ? outcome.results
                .slice(0, shownResults)
                .map((found) => <Card key={found.row} found={found} {...props} />)
            : Array.from({ length: shownResults }, (_, n) => (
                <li key={n} class="card empty" aria-hidden="true" />
              ))}
        </ol>
      )}
    </section>
  );
}

function Facts({ outcome, isGallery, queryLabel, temperature }: Props) {
  if (outcome.state !== 'done') return <p class="quiet facts">{outcome.state === 'waiting' ? '…' : ''}</p>;
  const { order, milliseconds } = outcome;
  const right = queryLabel ? rightOnes(outcome.results, queryLabel) : undefined;
  const first = right?.ranks.filter((rank) => rank <= shownResults).length ?? 0;
  return (
    <div class="facts">
      {isGallery ? (
        <GalleryOrder results={outcome.results} temperature={temperature} />
      ) : (
        <Order order={order} temperature={temperature} />
      )}
      <p class="quiet">
        {right && (
          <>
            <span class="whole-words">
              {first} of {shownResults} right,
            </span>{' '}
            <span class="whole-words">AP {(100 * right.averagePrecision).toFixed(0)} %</span>
            {right.ranks.length > 0 && <RightRanks ranks={right.ranks} count={outcome.results.length} />}
          </>
        )}
        {time(milliseconds, isGallery)}
      </p>
    </div>
  );
}

function GalleryOrder({ results, temperature }: Pick<Ranking, 'results'> & { temperature: number }) {
  const own = results.slice(0, shownResults).map(({ similarity }) => similarity);
  return (
    <>
      <p>The order to keep</p>
      {own.length > 1 && <Softly share={softOrderConsistency(own, own, temperature)} />}
    </>
  );
}

/** The share through the sigmoid. */
function Softly({ share }: { share: number }) {
  return (
    <p class="quiet softly">
      softly {(100 * share).toFixed(0)} %
      <meter min={0} max={1} value={share} aria-label={`${(100 * share).toFixed(0)} % softly`} />
    </p>
  );
}

function Order({ order, temperature }: Pick<Ranking, 'order'> & { temperature: number }) {
  if (!order) return <p class="quiet">order not compared</p>;
  const share = order.kept / order.pairs;
  return (
    <>
      <p>
        <b>{(100 * share).toFixed(0)} %</b> in order
        <meter
          min={0}
          max={1}
          value={share}
          aria-label={`${Math.round(order.kept)} of ${order.pairs} pairs in the gallery model’s order`}
        />
      </p>
      <Softly share={softOrderConsistency(order.gallery, order.query, temperature)} />
    </>
  );
}

function time(milliseconds: number | undefined, isGallery: boolean): string {
  if (milliseconds === undefined) return isGallery ? 'stored vector' : '';
  const text = milliseconds < 10 ? milliseconds.toFixed(1) : milliseconds.toFixed(0);
  return isGallery ? `${text} ms on the server` : `${text} ms in this tab`;
}

function Card({ found, galleryRanks, queryLabel, lit, onLight, onUse }: Props & { found: Found }) {
  const { row, rank, id, label, similarity } = found;
  const galleryRank = galleryRanks.get(row);
  const isRight = Boolean(queryLabel) && label === queryLabel;
  const name = label || id;
  return (
    <li class={lit === row ? 'card lit' : 'card'} data-rank={colourOf(galleryRank)}>
      <button
        type="button"
        title={id}
        onClick={() => onUse(row)}
        onPointerEnter={() => onLight(row)}
        onPointerLeave={() => onLight(undefined)}
        onFocus={() => onLight(row)}
        onBlur={() => onLight(undefined)}
      >
        <span class="thumb">
          <img src={`pictures/${row}`} alt="" width="56" height="56" />
          {isRight && <span class="tick" />}
        </span>
        <span class="words">
          <span class="score">
            <span>
              <Spoken>{`Rank ${rank}, similarity `}</Spoken>
              {similarity.toFixed(3)}
            </span>
            <span class="chip" data-rank={colourOf(galleryRank)}>
              <Spoken>, under the gallery model rank </Spoken>
              {galleryRank ?? '–'}
            </span>
          </span>
          <span class="label">
            <Spoken>: </Spoken>
            {name}
          </span>
          <Spoken>{`${isRight ? ', the label of the query' : ''}. Search with this picture.`}</Spoken>
        </span>
      </button>
    </li>
  );
}

/** Words for those who can't see where a number stands. */
function Spoken({ children }: { children: ComponentChildren }) {
  return <span class="unseen">{children}</span>;
}

/** Ranks below those that are shown have no colour. */
export const colourOf = (rank: number | undefined): number | undefined =>
  rank !== undefined && rank <= shownResults ? rank : undefined;
