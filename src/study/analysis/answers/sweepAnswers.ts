import { methodLabel } from '../../methods/looks.js';
import { pairedGain, verdictOf, type Gain } from '../pairedGain.js';
import type { SweepId } from '../../plan/sweeps.js';
import { sweepSeries, type SweepPoint } from '../sweepSeries.js';
import { effect, listed, meanOf, points, sentences, type Answering } from './words.js';

type Series = readonly SweepPoint[];

/** One sentence for each method of a sweep. */
export function perMethod(id: SweepId, say: (series: Series, name: string) => string | undefined): Answering {
  return (runs, dataset) => {
    const all = sweepSeries(id, runs, dataset);
    const methods = [...new Set(all.map(({ method }) => method))];
    return sentences(
      methods.map((method) =>
        say(
          all.filter((point) => point.method === method),
          methodLabel(method),
        ),
      ),
    );
  };
}

/** Gain of one value on another, if both are there. */
export function gainOf(series: Series, value: number | string, over: number | string): Gain | undefined {
  const [a, b] = [value, over].map((one) => series.find((point) => point.value === one));
  return a && b ? pairedGain(a.runs, b.runs) : undefined;
}

/** The point with the highest asymmetric mAP. */
export function bestOf(series: Series): SweepPoint {
  return [...series].sort((a, b) => meanOf(b.runs, 'mapAsymmetric') - meanOf(a.runs, 'mapAsymmetric'))[0]!;
}

/** Rows that weigh more the lower they stand, against equal weights and against falling ones. */
export const growingWeights = perMethod('weights', (series, name) => {
  const told = (['uniform', 'inversePosition'] as const).flatMap((over) => {
    const gain = gainOf(series, 'growing', over);
    const rival = over === 'uniform' ? 'equal weights' : 'weights 1/i';
    return gain ? [`${effect(gain)} against ${rival}, ${points(gain)}`] : [];
  });
  return told.length > 0 ? `${name}: a weight that grows with the position ${listed(told)}.` : undefined;
});

/** The bank against the batch, and both together against the better one. */
export const bankOrBatch = perMethod('source', (series, name) => {
  const gain = gainOf(series, 'bank', 'batch');
  if (!gain) return undefined;
  const better = { gain: 'the bank is better', loss: 'the batch is better', tie: 'bank and batch tie' };
  const single = bestOf(series.filter(({ value }) => value !== 'bank and batch'));
  const both = gainOf(series, 'bank and batch', single.value);
  const together = both
    ? `; taking both ${effect(both)} against the ${single.value} alone, ${points(both)}`
    : '';
  return `${name}: ${better[verdictOf(gain)]}, ${points(gain)} for the bank${together}.`;
});

/** What a longer list gains, and the shortest one that the best does not beat. */
export const listLength = perMethod('neighbours', (series, name) => {
  const [shortest, longest] = [series[0]!, series.at(-1)!];
  const gain = pairedGain(longest.runs, shortest.runs);
  if (!gain) return undefined;
  const best = bestOf(series);
  const enough = series.find(({ runs }) => {
    const lead = pairedGain(best.runs, runs);
    return lead !== undefined && verdictOf(lead) !== 'gain';
  });
  const verdict =
    enough === undefined || enough === best
      ? `${best.value} is best, shorter lists fall behind`
      : `${enough.value} is enough, the best (${best.value}) is not above it outside the interval`;
  return `${name}: ${points(gain)} from K = ${shortest.value} to ${longest.value}; ${best === shortest ? 'the shortest list is already the best' : verdict}.`;
});

/** Whether feature regression beside the loss pays. */
export const firstOrderTerm = perMethod('firstOrder', (series, name) => {
  const withTerm = series.filter(({ value }) => value !== 0);
  if (withTerm.length === series.length || withTerm.length === 0) return undefined;
  const best = bestOf(withTerm);
  const gain = gainOf(series, best.value, 0);
  return (
    gain && `${name}: the first-order term ${effect(gain)}, ${points(gain)} at its best weight ${best.value}.`
  );
});

const measures = [
  ['mapAsymmetric', 'mAP'],
  ['orderConsistency10', 'order consistency@10'],
  ['orderConsistency100', 'order consistency@100'],
  ['kendallTau', 'tau over the whole list'],
] as const;

/** Where along the temperature each measure is highest. */
export const temperatureTrade = perMethod('temperature', (series, name) => {
  const tops = measures.map(([score, called]) => {
    const top = [...series].sort((a, b) => meanOf(b.runs, score) - meanOf(a.runs, score))[0]!;
    return { called, value: top.value };
  });
  const values = [...new Set(tops.map(({ value }) => value))];
  if (values.length === 1) return `${name}: no trade, every measure is highest at ${values[0]}.`;
  const groups = values.map((value) => {
    const called = tops.filter((top) => top.value === value).map((top) => top.called);
    return `${listed(called)} at ${value}`;
  });
  return `${name}: highest are ${groups.join('; ')}.`;
});
