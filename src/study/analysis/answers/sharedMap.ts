import { methodLabel } from '../../methods/looks.js';
import { pairedGain, verdictOf } from '../pairedGain.js';
import { select } from '../selection.js';
import { bestOf, gainOf, perMethod } from './sweepAnswers.js';
import { byMethod, effect, meanOf, points, sentences, type Answering } from './words.js';

/** Methods with one map for all anchors. */
const shared = ['monotonicSimilarity', 'monotonicListwise', 'powerMapping'];

/** The best of the shared maps against a map of its own for every anchor, then learnt maps against a fixed power. */
export const sharedMap: Answering = (runs, dataset) =>
  sentences([sharedOrFree(runs, dataset), learntOrFixed(runs, dataset)]);

const sharedOrFree: Answering = (runs, dataset) => {
  const methods = byMethod(select.systems(runs, dataset));
  const maps = shared.flatMap((id) => (methods.has(id) ? [{ id, own: methods.get(id)! }] : []));
  const best = maps.sort((a, b) => meanOf(b.own, 'mapAsymmetric') - meanOf(a.own, 'mapAsymmetric'))[0];
  const free = methods.get('isotonicSimilarity');
  const gain = best && free && pairedGain(best.own, free);
  if (!gain) return undefined;
  const verb = { gain: 'beats', loss: 'loses to', tie: 'ties with' }[verdictOf(gain)];
  return `The best shared map, ${methodLabel(best.id)}, ${verb} a map for each anchor: ${points(gain)}.`;
};

const learntOrFixed = perMethod('map', (series, name) => {
  const learnt = series.filter(({ value }) => value !== 'power');
  if (learnt.length === 0 || learnt.length === series.length) return undefined;
  const best = bestOf(learnt);
  const gain = gainOf(series, best.value, 'power');
  return (
    gain &&
    `${name}: learning the map ${effect(gain)} against a fixed power, ${points(gain)} for the best learnt one (${best.value}).`
  );
});
