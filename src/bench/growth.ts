import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { selectBackend } from '../compute/backend/selectBackend.js';
import { atomicWrite } from '../base/files/atomicWrite.js';
import { workspacePath } from '../base/files/workspacePath.js';
import { countOperations } from '../models/networks/countOperations.js';
import { median } from './measure.js';
import { writeArrays, type SharedArray } from './sharedArrays.js';
import { startSide } from './sideProcess.js';
import { evaluationArrays } from './workloads/evaluation.js';
import { rankOrderArrays } from './workloads/rankOrder.js';
import { networks, trainingArrays } from './workloads/trainingStep.js';
import { compiled, machine } from './runBench.js';
import type { BenchRun } from './types.js';

/** One size and what it cost. */
export interface GrowthPoint {
  /** The size. */
  x: number;
  milliseconds: number;
  peakMegabytes?: number;
}

/** How the cost of one piece of work grows with one of its sizes. */
export interface GrowthSeries {
  name: string;
  title: string;
  /** What `x` counts. */
  size: string;
  /** Exponent that the algorithm promises for time. */
  expected: number;
  /** Exponent found: the slope of log time over log size, over the upper half of the sizes. */
  found: number;
  points: GrowthPoint[];
}

/** A series to be measured: what is run for each size. */
interface GrowthPlan extends Omit<GrowthSeries, 'found' | 'points'> {
  sizes: number[];
  workload: string;
  args(size: number): string[];
  inputs(folder: string, size: number): Promise<Record<string, SharedArray>> | Record<string, SharedArray>;
  /** Where the size that is plotted is not the size that is varied. */
  measureOf?(size: number): number;
}

const doubling = (first: number, last: number): number[] => {
  const sizes: number[] = [];
  for (let size = first; size <= last; size *= 2) sizes.push(size);
  return sizes;
};

const lists = { batch: 64, neighbours: 512, bank: 4096, dimension: 1280 };
const rankOrder = { workload: 'rankOrder', args: () => ['512'] };

const plans: GrowthPlan[] = [
  {
    name: 'lists',
    title: 'Order divergence, B=64, all rows',
    size: 'neighbours K',
    expected: 1,
    sizes: doubling(128, 8192),
    workload: 'longLists',
    args: (k) => [String(k)],
    inputs: () => ({}),
  },
  {
    name: 'temperatures',
    title: 'Order divergence, B=64, K=4,096, all rows',
    size: '1 / temperature',
    expected: 1,
    sizes: [5, 10, 20, 40, 80],
    workload: 'longLists',
    args: (inverse) => ['4096', '4096', String(1 / inverse)],
    inputs: () => ({}),
  },
  {
    ...rankOrder,
    name: 'batches',
    title: 'Rank order preservation, K=512, D=1280, bank of 4,096',
    size: 'batch B',
    expected: 1,
    sizes: doubling(16, 512),
    inputs: (_, batch) => rankOrderArrays({ ...lists, batch }),
  },
  {
    ...rankOrder,
    name: 'dimensions',
    title: 'Rank order preservation, B=64, K=512, bank of 4,096',
    size: 'dimension D',
    expected: 1,
    sizes: doubling(128, 4096),
    inputs: (_, dimension) => rankOrderArrays({ ...lists, dimension }),
  },
  {
    name: 'gallery',
    title: 'Exact evaluation from disk, 70 queries, D=256, three protocols',
    size: 'gallery rows N',
    expected: 1,
    sizes: [1e3, 1e4, 1e5, 1e6],
    workload: 'evaluation',
    args: () => [],
    inputs: (folder, rows) => evaluationArrays(folder, 70, rows, 256),
  },
  ...(['smallCnn', 'mobileNetV2'] as const).map((kind): GrowthPlan => ({
    name: `resolution-${kind}`,
    title: `Training step, ${kind}, batch 64, 32 to 96 px`,
    size: 'operations of one picture',
    expected: 1,
    sizes: [32, 48, 64, 96],
    workload: 'trainingStep',
    args: (size) => [kind, String(size)],
    inputs: (folder, size) => trainingArrays(folder, kind, size),
    measureOf: (size) => countOperations(networks[kind](), size),
  })),
];

/** Everything that was measured about growth. */
export interface GrowthReport {
  time: string;
  machine: BenchRun['machine'];
  threads: number;
  series: GrowthSeries[];
  /** Disk that each part of the workspace takes. */
  disk: { part: string; megabytes: number }[];
}

/** Where the report is kept. */
export const growthFile = (): string => workspacePath('figures', 'bench', 'growth.json');

export async function writeGrowth(report: GrowthReport): Promise<void> {
  await atomicWrite(growthFile(), `${JSON.stringify(report, null, 1)}\n`);
}

/** @returns nothing where nothing was measured yet. */
export async function readGrowth(): Promise<GrowthReport | undefined> {
  if (!existsSync(growthFile())) return undefined;
  return JSON.parse(await readFile(growthFile(), 'utf8')) as GrowthReport;
}

/** Measures every series, each size in a process of its own. */
export async function measureGrowth(
  threads: number,
  onSize: (series: string, size: number, done: number, total: number) => void = () => undefined,
  signal?: AbortSignal,
): Promise<GrowthReport> {
  await selectBackend();
  const total = plans.reduce((sum, { sizes }) => sum + sizes.length, 0);
  let done = 0;
  const series: GrowthSeries[] = [];
  for (const plan of plans) {
    const points: GrowthPoint[] = [];
    for (const size of plan.sizes) {
      signal?.throwIfAborted();
      onSize(plan.name, size, done++, total);
      points.push({ ...(await measureSize(plan, size, threads)), x: plan.measureOf?.(size) ?? size });
    }
    const { name, title, size, expected } = plan;
    series.push({ name, title, size, expected, found: upperSlope(points), points });
  }
  const time = new Date().toISOString();
  return { time, machine: machine(), threads, series, disk: await diskUse() };
}

async function measureSize(plan: GrowthPlan, size: number, threads: number): Promise<Omit<GrowthPoint, 'x'>> {
  const folder = await mkdtemp(join(tmpdir(), 'asymmetric-growth-'));
  try {
    await writeArrays(folder, await plan.inputs(folder, size));
    const args = [compiled('side.js'), plan.workload, folder, ...plan.args(size)];
    const side = await startSide(`${plan.name} ${size}`, process.execPath, args, threads);
    try {
      await side.run(2);
      const { milliseconds, peakMegabytes } = await side.run(5);
      return { milliseconds: median(milliseconds), peakMegabytes };
    } finally {
      await side.stop();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Least-squares slope of log time over log size, over the upper half of the sizes, where fixed costs have faded. */
export function upperSlope(points: Pick<GrowthPoint, 'x' | 'milliseconds'>[]): number {
  const upper = [...points].sort((a, b) => a.x - b.x).slice(Math.floor((points.length - 1) / 2));
  const [x, y] = [upper.map((p) => Math.log(p.x)), upper.map((p) => Math.log(p.milliseconds))];
  const mean = (values: number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  const covariance = x.reduce((sum, v, i) => sum + (v - mx) * (y[i]! - my), 0);
  return covariance / x.reduce((sum, v) => sum + (v - mx) ** 2, 0);
}

async function diskUse(): Promise<{ part: string; megabytes: number }[]> {
  const parts = [
    'node_modules',
    '.native',
    '.venv',
    '.lab',
    '.bench',
    'data/weights',
    'data/cache',
    'src/dist',
  ];
  return Promise.all(
    parts.map(async (part) => ({
      part,
      megabytes: (await bytesBelow(workspacePath(part))) / 2 ** 20,
    })),
  );
}

async function bytesBelow(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const sizes = await Promise.all(
    entries.map(async (entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return bytesBelow(path);
      return entry.isFile() ? (await stat(path)).size : 0;
    }),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
