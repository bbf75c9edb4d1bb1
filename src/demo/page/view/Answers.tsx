import { Fragment } from 'preact';
import { useState } from 'preact/hooks';
import { shownResults, type Outcome } from '../engine/comparison.js';
import { temperatures } from '../engine/softOrder.js';
import type { Found } from '../../description.js';
import { Column } from './Column.js';
import { Lines } from './Lines.js';
import { Temperature } from './Temperature.js';
import type { Demo } from './useDemo.js';
import { useIsNarrow } from './useIsNarrow.js';

/** What the models return, side by side: the gallery model first, each query model that is chosen beside it. */
export function Answers({ demo }: { demo: Demo }) {
  const { description, comparison } = demo;
  const isNarrow = useIsNarrow();
  const [hidden, setHidden] = useState<ReadonlySet<number>>(new Set());
  const [only, setOnly] = useState(0);
  const [lit, setLit] = useState<number>();
  const [temperature, setTemperature] = useState<number>(temperatures.first);
  if (!description) return <section class="answers" aria-busy="true" />;
  const { models } = description;
  const isShown = (n: number): boolean => (isNarrow ? n === only : !hidden.has(n));
  const choose = (n: number): void => {
    if (isNarrow) return setOnly(n);
    const others = new Set(hidden);
    if (!others.delete(n)) others.add(n);
    if (others.size < models.length) setHidden(others);
  };
  const waiting: Outcome = { state: 'waiting' };
  const gallery = comparison?.gallery ?? waiting;
  const galleryRanks = ranksOf(gallery);
  const columns = [
    { label: 'Gallery model', outcome: gallery, isGallery: true },
    ...models.flatMap(({ label }, n) =>
      isShown(n) ? [{ label, outcome: comparison?.models[n] ?? waiting, isGallery: false }] : [],
    ),
  ];
  return (
    <section class="answers" aria-labelledby="answers-title">
      <div class="chooser">
        <h2 id="answers-title">What each model returns</h2>
        {models.length > 1 && (
          <div class="methods" role="group" aria-label="Query models to compare">
            {models.map(({ label }, n) => (
              <button key={n} type="button" aria-pressed={isShown(n)} onClick={() => choose(n)}>
                {label}
              </button>
            ))}
          </div>
        )}
      </div>
      <Temperature value={temperature} onChange={setTemperature} />
      <div class="columns" style={{ '--columns': columns.length }}>
        {columns.map(({ label, outcome, isGallery }, n) => (
          <Fragment key={n}>
            {n > 0 && (
              <Lines
                left={shownOf(columns[n - 1]!.outcome)}
                right={shownOf(outcome)}
                galleryRanks={galleryRanks}
                lit={lit}
                place={2 * n}
              />
            )}
            <Column
              place={2 * n + 1}
              label={label}
              outcome={outcome}
              isGallery={isGallery}
              galleryRanks={galleryRanks}
              queryLabel={comparison?.label}
              temperature={temperature}
              lit={lit}
              onLight={setLit}
              onUse={demo.takeRow}
            />
          </Fragment>
        ))}
      </div>
      <p class="legend quiet">
        <span class="chip" data-rank="1">
          1
        </span>{' '}
        to{' '}
        <span class="chip" data-rank="10">
          10
        </span>{' '}
        is a picture’s rank under the gallery model, and so is its colour. Where lines cross, two pictures
        have changed places. In order is the share of the pairs among the gallery model’s first ten that a
        query model keeps; chance keeps half of them. Softly is the same as a loss sees it through sigmoids of
        the chosen temperature: of pairs that lie closer together than that, it sees little.{' '}
        <span class="tick inline" aria-hidden="true" /> has the label of the query, AP is the average
        precision of all that have it.
      </p>
      <p class="unseen" aria-live="polite">
        {summary(columns)}
      </p>
    </section>
  );
}

/** The pictures of a ranking that are shown. */
const shownOf = (outcome: Outcome): readonly Found[] =>
  outcome.state === 'done' ? outcome.results.slice(0, shownResults) : [];

function ranksOf(outcome: Outcome): ReadonlyMap<number, number> {
  return new Map(outcome.state === 'done' ? outcome.results.map(({ row, rank }) => [row, rank]) : []);
}

function summary(columns: readonly { label: string; outcome: Outcome }[]): string {
  if (columns.some(({ outcome }) => outcome.state === 'waiting')) return '';
  return columns
    .flatMap(({ label, outcome }) =>
      outcome.state === 'done' && outcome.order
        ? [
            `${label}: ${Math.round(outcome.order.kept)} of ${outcome.order.pairs} pairs in the gallery model’s order`,
          ]
        : [],
    )
    .join('. ');
}
