import type { Run } from '../../../experiments/runOptions.js';
import { decimals } from '../../../report/plots/formatting.js';
import { methodLabel } from '../../methods/looks.js';
import { select } from '../selection.js';
import { byMethod, meanOf, type Answering } from './words.js';

const treatments = [
  ['raw', 'raw vectors'],
  ['centred', 'centred ones'],
  ['pca', 'PCA-whitened ones'],
  ['lda', 'LDA-whitened ones'],
] as const;

/** How far the best system stays ahead of feature regression with each treatment of the gallery's vectors. */
export const treatedGallery: Answering = (runs, dataset) => {
  const all = comparable(select.treatments(runs, dataset));
  const gaps = treatments.flatMap(([id, name]) => {
    const here = all.filter(({ record }) => record.galleryTreatment === id);
    const ranked = [...byMethod(here)]
      .map(([method, own]) => ({ method, map: meanOf(own, 'mapAsymmetric') }))
      .sort((a, b) => b.map - a.map);
    const base = ranked.find(({ method }) => method === 'regression');
    return base && ranked.length > 1 ? [{ name, best: ranked[0]!, gap: ranked[0]!.map - base.map }] : [];
  });
  const raw = gaps.find(({ name }) => name === 'raw vectors');
  if (!raw || gaps.length < 2) return undefined;
  const told = gaps.map(
    ({ name, best, gap }) => `${decimals(gap)} points with ${name} (${methodLabel(best.method)})`,
  );
  const narrowest = [...gaps].sort((a, b) => a.gap - b.gap)[0]!;
  const verdict =
    narrowest === raw
      ? 'no treatment takes the place of a better loss'
      : `${narrowest.name} leave the least to gain`;
  return `The best system leads feature regression by ${told.join(', ')}: ${verdict}.`;
};

/** Methods that were run with every treatment that any was run with. */
function comparable(runs: readonly Run[]): Run[] {
  const treatmentsOf = (own: readonly Run[]): Set<string> =>
    new Set(own.map(({ record }) => record.galleryTreatment));
  const all = treatmentsOf(runs).size;
  return [...byMethod(runs).values()].filter((own) => treatmentsOf(own).size === all).flat();
}
