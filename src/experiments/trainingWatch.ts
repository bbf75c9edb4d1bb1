import type { RetrievalSplit } from '../datasets/types.js';
import { RetrievalError } from '../errors.js';
import type { QueryModel } from '../models/queryModel.js';
import { mean } from '../retrieval/metrics/bootstrap.js';
import { orderTable, topRanking, type TopRanking } from '../retrieval/metrics/orderAtDepths.js';
import { forEachQuery } from '../retrieval/ranking/forEachQuery.js';
import { embedMatrix, type InputRows } from '../training/embedAll.js';
import { keepState, keptState, type KeptState } from '../training/keptState.js';
import { fromDevice, toDevice, type CheckpointPart } from '../training/trainingCheckpoint.js';
import { selectRows, type EmbeddingMatrix } from '../vectors/embeddingMatrix.js';
import { spread } from '../vectors/spread.js';
import type { PreparedGallery } from './prepareGallery.js';
import type { PreparedInput } from './prepareInput.js';

/** Embeddings with less of the gallery's spread than this are the same vector for every picture. */
const collapsedShare = 1e-3;
/** Depth at which the order is compared. */
const depth = 10;

export interface WatchParts {
  model: QueryModel;
  split: RetrievalSplit;
  gallery: PreparedGallery;
  input: PreparedInput;
  /** Looks without a better order after which the training stops; default: never. */
  patience?: number | undefined;
}

/** Looks after a training: notices a collapse, and keeps the state that orders best. */
export interface TrainingWatch extends CheckpointPart {
  /**
   * Looks at the model after a step.
   * @param queries the model's embeddings of the searched pictures
   * @returns whether to go on.
   * @throws RetrievalError when the embeddings are all alike or not numbers.
   */
  look(step: number, queries: EmbeddingMatrix): Promise<boolean>;
  /** Gives the model its best state, or its last good one where nothing chooses. @returns its step, if there was one */
  restore(): number | undefined;
  dispose(): void;
}

/**
 * @param parts the pictures `split.choosing` choose the best state by the order that the model keeps of the gallery model's
 *   first ten; without them the last good state is kept.
 */
export function trainingWatch({
  model,
  split,
  gallery,
  input,
  patience = Infinity,
}: WatchParts): TrainingWatch {
  const choosing = split.choosing?.length ? choosingPart(split, gallery, input) : undefined;
  const galleryModelSpread = spread(gallery.queries);
  let kept: KeptState | undefined;
  let best = -Infinity;
  let looksSinceBest = 0;
  return {
    async look(step, queries) {
      if (isCollapsed(queries, galleryModelSpread)) throw collapse(step, kept?.step);
      const score = choosing ? await choosing.score(model) : step;
      looksSinceBest = score > best ? 0 : looksSinceBest + 1;
      if (score > best) {
        best = score;
        kept?.dispose();
        kept = keepState(model, step);
      }
      return looksSinceBest < patience;
    },
    restore() {
      kept?.restore();
      return kept?.step;
    },
    async save() {
      const tensors = await fromDevice(kept?.values ?? []);
      return { tensors, values: kept && { step: kept.step, best, looksSinceBest } };
    },
    load({ tensors, values }) {
      const saved = values as { step: number; best: number; looksSinceBest: number } | null;
      if (!saved) return;
      ({ best, looksSinceBest } = saved);
      kept?.dispose();
      kept = keptState(model, saved.step, tensors.map(toDevice));
    },
    dispose: () => kept?.dispose(),
  };
}

/** Whether all embeddings are alike, are not numbers, or most of them have no direction. */
function isCollapsed(queries: EmbeddingMatrix, galleryModelSpread: number): boolean {
  const { data, rows, columns } = queries;
  const isZero = (_: unknown, row: number): boolean =>
    data.subarray(row * columns, (row + 1) * columns).every((value) => value === 0);
  if (Array.from({ length: rows }, isZero).filter(Boolean).length > rows / 2) return true;
  const share = spread(queries) / Math.max(galleryModelSpread, Number.EPSILON);
  return Number.isNaN(share) || (rows > 1 && share < collapsedShare);
}

/** Scores a model by the pictures that may choose. */
function choosingPart(
  { choosing, gallery: rows }: RetrievalSplit,
  gallery: PreparedGallery,
  input: PreparedInput,
) {
  const placeOf = new Map(Array.from(rows, (record, place) => [record, place]));
  const places = Array.from(choosing!, (record) => placeOf.get(record)!);
  const depths = [Math.max(2, Math.min(depth, rows.length - 1))];
  // What the gallery model says stays while the query model is trained.
  let tops: Promise<TopRanking[]> | undefined;
  const rank = async (): Promise<TopRanking[]> => {
    const found: TopRanking[] = [];
    const queries = selectRows(gallery.gallery, places);
    await forEachQuery({ galleryModel: { queries, gallery: gallery.gallery } }, (query, { galleryModel }) =>
      found.push(topRanking(galleryModel, depths[0]!, places[query])),
    );
    return found;
  };
  return {
    async score(model: QueryModel): Promise<number> {
      const known = await (tops ??= rank());
      const picked = pickRows(input.gallery, rows.length, places);
      const queries = await embedMatrix(model, picked, places.length);
      const order = orderTable(places.length, depths);
      await forEachQuery({ queryModel: { queries, gallery: gallery.gallery } }, (query, { queryModel }) =>
        order.add(query, known[query]!, queryModel),
      );
      return mean(order.columns[0]!);
    },
  };
}

/** Some rows of an input of `total` rows. */
function pickRows(input: InputRows, total: number, places: number[]): InputRows {
  return async (first, count) => {
    const parts: (Float32Array | Uint8Array)[] = [];
    for (const place of places.slice(first, first + count)) parts.push(await row(input, total, place));
    const picked = new Float32Array(parts.length * parts[0]!.length);
    parts.forEach((part, n) => picked.set(part, n * part.length));
    return picked;
  };
}

function row(input: InputRows, total: number, place: number) {
  if (typeof input === 'function') return input(place, 1);
  const width = input.length / total;
  return input.subarray(place * width, (place + 1) * width);
}

function collapse(step: number, lastGood: number | undefined): RetrievalError {
  return new RetrievalError({
    what: 'The training collapsed: the query model gives every picture the same embedding, or none',
    where: lastGood === undefined ? `before step ${step}` : `between the steps ${lastGood} and ${step}`,
    expected: 'embeddings that differ from picture to picture',
    fix: 'lower training.learningRate, lengthen training.warmupShare, or raise the temperature of the loss',
  });
}
