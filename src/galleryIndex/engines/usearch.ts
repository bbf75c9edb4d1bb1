import { rename } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import { multiplyPlain } from '../../retrieval/ranking/multiply.js';
import type { EmbeddingMatrix } from '../../vectors/embeddingMatrix.js';
import { rowsOf } from '../../vectors/gallery/gallerySource.js';
import { importPackage } from '../engineErrors.js';
import { searchHeld } from '../searchHeld.js';
import type { IndexEngine } from '../types.js';
import { openVectorFiles } from '../vectorFiles.js';

const schema = z.strictObject({
  kind: z.literal('usearch'),
  numbers: z
    .enum(['f32', 'f16', 'i8'])
    .default('f32')
    .describe('What the graph keeps of each number; fewer bits take less memory and blur the order.'),
  connections: z.int().min(2).max(256).default(16).describe('Of each vector in the graph (M).'),
  effort: z.int().min(1).default(128).describe('Vectors looked at when one is added (efConstruction).'),
});
type Config = z.output<typeof schema>;

const settings = z.strictObject({
  ef: z.int().min(1).default(64).describe('Vectors looked at in a search; more find more and take longer.'),
  refine: z
    .int()
    .min(0)
    .optional()
    .describe(
      'Times k that are found in the graph and compared again by their whole vectors; 0 for not at all. Default 4 where the graph keeps i8.',
    ),
});

/** Vectors that are put into the graph in one call. */
const rowsAtOnce = 2048;
const numberKinds = { f32: 'F32', f16: 'F16', i8: 'I8' } as const;

interface Near {
  rows: Int32Array;
  scores: Float32Array;
}

/**
 * The nearest of the vectors that were not removed; fewer than `wanted` where the graph leads to no more.
 * @param size of the graph, with those that were removed
 */
function nearestLeft(
  search: (count: number) => { keys: BigUint64Array; distances: Float32Array },
  wanted: number,
  size: number,
  removed: ReadonlySet<number>,
): Near {
  const share = size / (size - removed.size);
  for (let asked = Math.ceil(wanted * share); ; asked *= 2) {
    const { keys, distances } = search(Math.min(asked, size));
    const left = [...distances.keys()].filter((n) => !removed.has(Number(keys[n]))).slice(0, wanted);
    if (left.length < wanted && asked < size) continue;
    return {
      rows: Int32Array.from(left, (n) => Number(keys[n])),
      scores: Float32Array.from(left, (n) => 1 - distances[n]!),
    };
  }
}

function byWholeVectors(query: EmbeddingMatrix, rows: Int32Array, vectors: EmbeddingMatrix): Near {
  const scores = multiplyPlain(query, vectors);
  const order = [...scores.keys()].sort((a, b) => scores[b]! - scores[a]! || rows[a]! - rows[b]!);
  return {
    rows: Int32Array.from(order, (n) => rows[n]!),
    scores: Float32Array.from(order, (n) => scores[n]!),
  };
}

/** A graph in memory (HNSW), with the whole vectors in files beside it. */
export const usearch = {
  what: 'A graph in memory (HNSW)',
  source: 'Malkov and Yashunin 2018; the library USearch',
  use: 'where vectors fit into memory and answers must come in a millisecond',
  schema,
  settings,
  tried: ({ numbers }) => {
    const efforts = [16, 64, 256].map((ef) => ({ ef }));
    return numbers === 'f32'
      ? efforts
      : efforts.flatMap(({ ef }) => [
          { ef, refine: 0 },
          { ef, refine: 4 },
        ]);
  },
  isPart: (name, { graph }) => !name.startsWith('graph-') || name === graph,
  async open(place, config, state, use) {
    const { default: library } = await importPackage('usearch', () => import('usearch'));
    const removed = new Set(place.removed);
    const files = await openVectorFiles(place, removed);
    const empty = (ef: number): InstanceType<typeof library.Index> =>
      new library.Index({
        dimensions: place.columns,
        metric: library.MetricKind.Cos,
        quantization: library.ScalarKind[numberKinds[config.numbers]],
        connectivity: config.connections,
        expansion_add: config.effort,
        expansion_search: ef,
        multi: false,
      });
    const saved = state && join(place.folder, String(state.graph));
    /** Searched, by their `ef`, which a graph has for good. */
    const graphs = new Map<number, InstanceType<typeof library.Index>>();
    let changed: InstanceType<typeof library.Index> | undefined;
    if (use === 'change') {
      changed = empty(settings.parse({}).ef);
      if (saved) changed.load(saved);
    }
    const searched = (ef: number): InstanceType<typeof library.Index> => {
      if (changed) return changed;
      const graph = graphs.get(ef) ?? empty(ef);
      // The file is mapped, so that several graphs of it share their memory.
      if (!graphs.has(ef)) graph.view(saved!);
      graphs.set(ef, graph);
      return graph;
    };
    let count = Number(state?.saves ?? 0);
    return {
      async add(rows) {
        await files.add(rows);
        for (let first = 0; first < rows.vectors.rows; first += rowsAtOnce) {
          const some = rowsOf(rows.vectors, first, Math.min(rowsAtOnce, rows.vectors.rows - first));
          const keys = BigUint64Array.from({ length: some.rows }, (_, n) =>
            BigInt(rows.firstRow + first + n),
          );
          changed!.add(keys, some.data, availableParallelism());
          // The library holds the thread; whoever wants to stop the work is heard in between.
          await setImmediate();
        }
      },
      build: () => Promise.resolve(),
      // They stay in the graph: the library writes past its memory when a graph of which much was removed is opened.
      remove(rows) {
        for (const row of rows) removed.add(row);
        return Promise.resolve();
      },
      async search(queries, k, { ef, refine = config.numbers === 'i8' ? 4 : 0 }) {
        const graph = searched(ef);
        const left = place.rows - removed.size;
        const wanted = Math.min(k * Math.max(1, refine), left);
        const found = {
          k,
          rows: new Int32Array(queries.rows * k).fill(-1),
          scores: new Float32Array(queries.rows * k).fill(-Infinity),
        };
        for (let query = 0; query < queries.rows; query++) {
          const vector = rowsOf(queries, query, 1);
          const near = nearestLeft(
            (count) => graph.search(vector.data, count, 1),
            wanted,
            place.rows,
            removed,
          );
          // Not every vector of a graph is reached.
          if (near.rows.length < Math.min(k, left)) {
            const { rows, scores } = await searchHeld(files, vector, k);
            found.rows.set(rows, query * k);
            found.scores.set(scores, query * k);
            continue;
          }
          const { rows, scores } =
            refine === 0 ? near : byWholeVectors(vector, near.rows, await files.read(near.rows));
          found.rows.set(rows.subarray(0, k), query * k);
          found.scores.set(scores.subarray(0, k), query * k);
        }
        return found;
      },
      async save() {
        if (!changed) return state!;
        const graph = `graph-${++count}.usearch`;
        const writing = join(place.folder, `${graph}.writing`);
        changed.save(writing);
        await rename(writing, join(place.folder, graph));
        return { graph, saves: count };
      },
      held: files.held,
      close: () => {
        graphs.clear();
        changed = undefined;
        return Promise.resolve();
      },
    };
  },
} satisfies IndexEngine<Config, z.output<typeof settings>>;
