import type { Run } from '../../experiments/runOptions.js';
import { countParameters } from '../../models/networks/countOperations.js';
import { references } from '../methods/references.js';
import type { Column, Row } from '../../report/tables/table.js';
import { comparisonRows } from './comparison.js';
import { galleryFlops } from './galleryCost.js';
import { galleryNetwork } from '../../experiments/galleryNetwork.js';
import { select } from './selection.js';
import type { DatasetName } from '../plan/settings.js';

/**
 * One row per system of the main setting, the best first, with what a query costs. The two references stand below: the
 * gallery model on both sides and the query model trained alone, which have symmetric mAP only.
 */
export function systemRows(runs: readonly Run[], dataset: DatasetName): Row[] {
  const main = select.main(runs, dataset);
  if (main.length === 0) return [];
  const rows = comparisonRows(main).sort((a, b) => ranked(b) - ranked(a));
  return [...rows, galleryRow(main[0]!)].map((row) => ({
    ...row,
    mapAlone: row.mapSymmetricQuery ?? row.mapSymmetricGallery,
    megaflops: thousandths(row.flops, 2),
    kiloweights: thousandths(row.parameters, 1),
  }));
}

/** How the table of all systems is shown. */
export const systemColumns: Column[] = [
  { key: 'method', label: 'system' },
  { key: 'family', label: 'family' },
  { key: 'supervision', label: 'told by' },
  { key: 'mapAsymmetric', label: 'asymmetric mAP %', interval: ['low', 'high'], best: 'highest' },
  { key: 'mapAlone', label: 'mAP alone %' },
  { key: 'recallAt1', label: 'R@1 %', best: 'highest' },
  { key: 'orderConsistency10', label: 'top-10 order %', best: 'highest' },
  { key: 'cosineToTarget', label: 'cosine to target', digits: 2, best: 'highest' },
  { key: 'megaflops', label: 'MFLOPs', digits: 0 },
  { key: 'seeds', label: 'seeds', digits: 0 },
];

function galleryRow({ record, manifest }: Run): Row {
  const network = galleryNetwork(manifest.config.gallery);
  return {
    method: references.symmetricGallery.label,
    mapSymmetricGallery: record.mapSymmetricGallery,
    flops: galleryFlops(manifest),
    parameters: network && countParameters(network),
  };
}

function ranked({ mapAsymmetric }: Row): number {
  return typeof mapAsymmetric === 'number' ? mapAsymmetric : -Infinity;
}

function thousandths(value: unknown, times: number): number | null {
  return typeof value === 'number' ? value / 1000 ** times : null;
}
