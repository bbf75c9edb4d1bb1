import { rm } from 'node:fs/promises';
import { temporaryFolder } from '../base/files/temporaryFolder.js';
import { selectBackend } from '../compute/backend/selectBackend.js';
import { median } from './measure.js';
import { writeArrays } from './sharedArrays.js';
import { startSide } from './sideProcess.js';
import { compiled, machine } from './runBench.js';
import { diskUse } from './diskUse.js';
import { growthPlans, type GrowthPlan } from './growthPlans.js';
import type { GrowthPoint, GrowthReport, GrowthSeries } from './growthReport.js';

/** Measures every series, each size in a process of its own. */
export async function measureGrowth(
  threads: number,
  onSize: (series: string, size: number, done: number, total: number) => void = () => undefined,
  signal?: AbortSignal,
): Promise<GrowthReport> {
  await selectBackend();
  const total = growthPlans.reduce((sum, { sizes }) => sum + sizes.length, 0);
  let done = 0;
  const series: GrowthSeries[] = [];
  for (const plan of growthPlans) {
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
  const folder = temporaryFolder('asymmetric-growth');
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
