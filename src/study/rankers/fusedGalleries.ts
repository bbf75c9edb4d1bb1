import type { RunConfigInput } from '../../experiments/runConfig.js';
import type { Run } from '../../experiments/runOptions.js';
import { mean } from '../../retrieval/metrics/bootstrap.js';
import type { Column } from '../../report/tables/table.js';
import { toMarkdownTable } from '../../report/tables/writeTable.js';
import { methodLabel } from '../methods/looks.js';
import { settings, type DatasetName } from '../plan/settings.js';

/** Dimensions that whitening keeps. */
const kept = 512;

/** What a gallery may be made of when it is embedded by more than one model; the query side runs one in any case. */
export const fusedGalleries = {
  fused: { what: 'two models side by side', change: (dataset: DatasetName) => fusedWith(dataset) },
  fusedWhitened: {
    what: `the same, whitened to ${kept}`,
    change: (dataset: DatasetName) => ({
      ...fusedWith(dataset),
      galleryTreatment: 'pca',
      whitenedDimension: kept,
    }),
  },
  whitened: {
    what: `one model, whitened to ${kept}`,
    change: () => ({ galleryTreatment: 'pca', whitenedDimension: kept }),
  },
} as const satisfies Record<
  string,
  { what: string; change: (dataset: DatasetName) => Partial<RunConfigInput> }
>;

const fusedWith = (dataset: DatasetName) =>
  ({
    gallery: {
      name: 'fused',
      of: [settings[dataset].gallery, { name: 'mobileNetV2', size: 224, pooling: 'gem' }],
    },
  }) as const satisfies Partial<RunConfigInput>;

/**
 * Each gallery with each system: gallery model alone, and what the query model reaches. Galleries differ, so that no row is
 * compared with one of another gallery but by what both reach.
 * @param runs of one data set, those on the plain gallery with the main query model among them
 */
export function fusedSection(runs: readonly Run[], systems: readonly string[]): string {
  const rows = galleriesOf(runs).flatMap(({ what, own }) =>
    systems.flatMap((system) => {
      const seeds = own.filter(({ record }) => record.loss === system);
      if (seeds.length === 0) return [];
      const meanOf = (of: (run: Run) => number): number => mean(seeds.map(of));
      return [
        {
          gallery: what,
          system: methodLabel(system),
          symmetric: meanOf(({ record }) => record.mapSymmetricGallery),
          mapAsymmetric: meanOf(({ record }) => record.mapAsymmetric),
          seeds: seeds.length,
        },
      ];
    }),
  );
  return rows.length === 0 ? 'Not run yet.' : toMarkdownTable(rows, columns);
}

function galleriesOf(runs: readonly Run[]): { what: string; own: Run[] }[] {
  const isFused = ({ manifest }: Run): boolean => manifest.config.gallery.name === 'fused';
  const isWhitened = ({ record }: Run): boolean => record.galleryTreatment === 'pca';
  return [
    { what: 'one model', own: runs.filter((run) => !isFused(run) && !isWhitened(run)) },
    {
      what: fusedGalleries.whitened.what,
      own: runs.filter((run) => !isFused(run) && isWhitened(run)),
    },
    { what: fusedGalleries.fused.what, own: runs.filter((run) => isFused(run) && !isWhitened(run)) },
    {
      what: fusedGalleries.fusedWhitened.what,
      own: runs.filter((run) => isFused(run) && isWhitened(run)),
    },
  ];
}

const columns: Column[] = [
  { key: 'gallery' },
  { key: 'system' },
  { key: 'symmetric', label: 'gallery side alone, mAP %', digits: 1 },
  { key: 'mapAsymmetric', label: 'asymmetric mAP %', digits: 1 },
  { key: 'seeds', digits: 0 },
];
