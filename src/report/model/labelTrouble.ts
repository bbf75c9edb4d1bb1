import { noLabel } from '../../datasets/createDataset.js';
import type { Dataset } from '../../datasets/types.js';
import { nearestNeighbours } from '../../vectors/nearestNeighbours.js';
import { selectRows, type EmbeddingMatrix } from '../../vectors/embeddingMatrix.js';
import type { RankedQuery } from './rankQueries.js';
import { drawn, type StudiedModel } from './studyModel.js';

/** A label whose queries find pictures of another one. */
export interface Confusion {
  label: string;
  other: string;
  /** Share of the first ten results of the label's queries. */
  share: number;
  queries: number;
}

/** A picture whose label is probably wrong. */
export interface MislabelledCandidate {
  record: number;
  /** What its neighbours are called. */
  suggested: string;
  /** The nearest pictures, as records. */
  neighbours: number[];
  /** Of the neighbours, how many have the suggested label. */
  votes: number;
}

/** Pictures looked at for wrong labels, drawn at random where there are more. */
const mostPictures = 5000;
const neighbours = 5;
const leastVotes = 4;
/** A label with fewer pictures cannot be outvoted by others in fairness. */
const fewestOfLabel = 4;

/** Which labels are taken for which by the query model, most often first. */
export function confusions(dataset: Dataset, ranked: readonly RankedQuery[]): Confusion[] {
  const found = new Map<number, { queries: number; results: number; others: Map<number, number> }>();
  for (const { query, queryModel } of ranked) {
    const label = dataset.labels[query]!;
    if (label === noLabel) continue;
    const entry = found.get(label) ?? { queries: 0, results: 0, others: new Map<number, number>() };
    found.set(label, entry);
    entry.queries++;
    entry.results += queryModel.first.length;
    for (const record of queryModel.first) {
      const other = dataset.labels[record]!;
      if (other !== label && other !== noLabel) entry.others.set(other, (entry.others.get(other) ?? 0) + 1);
    }
  }
  const name = (label: number): string => dataset.labelNames[label]!;
  return [...found]
    .flatMap(([label, { queries, results, others }]) =>
      Array.from(others, ([other, count]): Confusion => ({
        label: name(label),
        other: name(other),
        share: count / results,
        queries,
      })),
    )
    .sort((a, b) => b.share - a.share || b.queries - a.queries);
}

/**
 * Pictures that are probably called wrongly: of their five nearest pictures by the gallery model none has their label and
 * four or more have one other. The surest first.
 */
export async function mislabelledCandidates({
  dataset,
  split,
  galleryModel,
}: Pick<StudiedModel, 'dataset' | 'split' | 'galleryModel'>): Promise<MislabelledCandidate[]> {
  const pool = labelledPool(dataset, split.gallery, galleryModel.gallery);
  if (pool.records.length <= neighbours) return [];
  const counts = new Map<number, number>();
  for (const record of pool.records) {
    const label = dataset.labels[record]!;
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  const found = await nearestNeighbours(pool.vectors, pool.vectors, neighbours + 1);
  return pool.records
    .flatMap((record, row): (MislabelledCandidate & { similarity: number })[] => {
      const label = dataset.labels[record]!;
      if (counts.get(label)! < fewestOfLabel) return [];
      const start = row * (neighbours + 1);
      const near = Array.from({ length: neighbours + 1 }, (_, n) => start + n)
        .filter((at) => found.indices[at] !== row)
        .slice(0, neighbours);
      const labels = near.map((at) => dataset.labels[pool.records[found.indices[at]!]!]!);
      const [suggested, votes] = mostFrequent(labels);
      if (labels.includes(label) || votes < leastVotes) return [];
      const similarity = near.reduce((sum, at) => sum + found.similarities[at]!, 0) / near.length;
      return [
        {
          record,
          suggested: dataset.labelNames[suggested]!,
          neighbours: near.map((at) => pool.records[found.indices[at]!]!),
          votes,
          similarity,
        },
      ];
    })
    .sort((a, b) => b.votes - a.votes || b.similarity - a.similarity)
    .map(({ record, suggested, neighbours: near, votes }) => ({
      record,
      suggested,
      neighbours: near,
      votes,
    }));
}

function labelledPool(
  dataset: Dataset,
  gallery: Int32Array,
  vectors: EmbeddingMatrix,
): { records: number[]; vectors: EmbeddingMatrix } {
  const labelled = [...gallery.keys()].filter((row) => dataset.labels[gallery[row]!] !== noLabel);
  const rows = Array.from(drawn(labelled.length, mostPictures), (place) => labelled[place]!);
  return { records: rows.map((row) => gallery[row]!), vectors: selectRows(vectors, rows) };
}

function mostFrequent(values: readonly number[]): [value: number, count: number] {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].reduce((best, one) => (one[1] > best[1] ? one : best));
}
