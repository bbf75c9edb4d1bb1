import { existsSync } from 'node:fs';
import { atomicWrite } from '../../base/files/atomicWrite.js';
import { owningFile } from '../../base/files/owning.js';
import { duplicatesBetweenSides, type DuplicatePair } from '../../experiments/duplicates.js';
import { embeddingMaps, type EmbeddingMaps } from './embeddingMap.js';
import {
  confusions,
  mislabelledCandidates,
  type Confusion,
  type MislabelledCandidate,
} from './labelTrouble.js';
import { recordsOfQueries, type ShownQueries } from './queriesSection.js';
import { rankQueries, servedWorst, type RankedQuery } from './rankQueries.js';
import { reportImages } from './reportImages.js';
import { reportPage } from './reportPage.js';
import { drawn, studyModel, type StudiedModel, type StudyOptions } from './studyModel.js';
import { shownTroubles } from './troubleSections.js';

/** A look at a trained model: as a page, and as what the page shows. */
export interface ModelReport {
  /** One self-contained page. */
  html: string;
  /** Each query that was looked at, under both models. */
  queries: RankedQuery[];
  /** Ids of the records that the numbers of this report mean. */
  id: (record: number) => string;
  /** Queries of the split, those that were not drawn among them. */
  allQueries: number;
  /** Empty without labels. */
  confusions: Confusion[];
  duplicates: DuplicatePair[];
  /** Empty without labels. */
  mislabelled: MislabelledCandidate[];
  /** What is left out, and why. */
  leftOut: string[];
}

/** Queries shown as pictures. */
const [worstQueries, fairQueries] = [4, 4];

/**
 * Looks at a trained model on the pictures of its training run: numbers with intervals, how far the order is kept, the queries
 * that are served worst and a fair sample, the embedding space, duplicates between the sides and, with labels, confusions
 * and labels that are probably wrong.
 *
 * @param folder of a model that `asym train` or `trainAndSave` has saved.
 * @throws RetrievalError for a folder without the run of its training, and when its pictures are no longer there.
 * @example
 * const { html, duplicates, leftOut } = await modelReport('models/query');
 * console.log(html.startsWith('<!doctype html>'), duplicates.length, leftOut.length > 0); // true 0 true
 */
export async function modelReport(folder: string, options: StudyOptions = {}): Promise<ModelReport> {
  const studied = await studyModel(folder, options);
  const { dataset, split, hasLabels, allQueries, galleryModel } = studied;
  const queries = await rankQueries(studied);
  const shown = shownQueries(queries);
  const duplicates = await duplicatesBetweenSides(dataset, split, galleryModel);
  const confused = hasLabels ? confusions(dataset, queries) : [];
  const mislabelled = hasLabels ? await mislabelledCandidates(studied) : [];
  const maps = await embeddingMaps(studied);
  const leftOut = leftOutOf(studied, maps);
  const images = await reportImages(dataset, [
    ...recordsOfQueries(shown),
    ...duplicates.slice(0, shownTroubles).flatMap(({ query, other }) => [query, other]),
    ...mislabelled.slice(0, shownTroubles).flatMap(({ record, neighbours }) => [record, ...neighbours]),
  ]);
  const content = {
    studied,
    queries: shown,
    maps,
    confusions: confused,
    duplicates,
    mislabelled,
    leftOut,
    images,
  };
  return {
    html: reportPage(content),
    queries,
    id: (record) => dataset.records[record]!.id,
    allQueries,
    confusions: confused,
    duplicates,
    mislabelled,
    leftOut,
  };
}

/**
 * Writes the report on a model as one page.
 * @throws RetrievalError as {@link modelReport}; while another process writes there; when the page can't be written.
 */
export async function writeModelReport(
  folder: string,
  file: string,
  options: StudyOptions = {},
): Promise<ModelReport> {
  // Locking would make the folder of a model that is not there.
  if (!existsSync(folder)) return modelReport(folder, options);
  return owningFile(file, async () => {
    const report = await modelReport(folder, options);
    await atomicWrite(file, report.html);
    return report;
  });
}

function shownQueries(queries: readonly RankedQuery[]): ShownQueries {
  return {
    worst: servedWorst(queries, worstQueries),
    fair:
      queries.length > worstQueries
        ? Array.from(drawn(queries.length, fairQueries), (place) => queries[place]!)
        : [],
  };
}

function leftOutOf(
  { hasLabels, run, split, allQueries, dataset }: StudiedModel,
  { maps, queries, galleryRecords }: EmbeddingMaps,
): string[] {
  const looked = split.queries.length;
  const why =
    dataset.labelNames.length === 0
      ? 'the pictures have no labels'
      : 'no label repeats among the searched pictures';
  const lines = [
    !hasLabels && `mAP, confusions between labels and labels to look at: ${why}.`,
    looked < allQueries &&
      `Of ${allQueries} queries ${looked}, drawn at random, are looked at as pictures; the numbers are over all.`,
    maps.length < 2 && 'the UMAP of the embedding space: there are too few pictures to have neighbourhoods.',
    galleryRecords.length < split.gallery.length &&
      `The map shows ${galleryRecords.length} of ${split.gallery.length} pictures of the gallery, drawn at random.`,
    queries.length < looked && `The map shows ${queries.length} of ${looked} queries, drawn at random.`,
    !run.manifest.consistencyCurve?.length && 'the order by depth: the run does not have it.',
  ];
  return lines.filter((line) => line !== false);
}
