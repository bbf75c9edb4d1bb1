import { createInterface } from 'node:readline';
import { selectBackend } from '../compute/backend/selectBackend.js';
import { watchPeak } from './peakMemory.js';
import type { SideAnswer, SideHello } from './types.js';
import { workloads } from './workloads/workloads.js';

/**
 * The program of our side: `side.js WORKLOAD FOLDER [ARGUMENTS]`. It says hello, then answers each line with a number
 * by that many runs. Answers begin with `@`; anything else on the output is not ours.
 */
const [name, folder, ...args] = process.argv.slice(2) as [keyof typeof workloads, string, ...string[]];
const { name: backend, tensorflowVersion } = await selectBackend();
const workload = await workloads[name](folder, args);
const answer = (value: SideAnswer | SideHello): boolean =>
  process.stdout.write(`@${JSON.stringify(value)}\n`);
answer({ versions: { node: process.version, backend, ...(tensorflowVersion && { tensorflowVersion }) } });
for await (const line of createInterface({ input: process.stdin })) {
  const peak = watchPeak();
  const milliseconds: number[] = [];
  for (let run = 0; run < Number(line); run++) {
    const start = performance.now();
    await workload.run();
    milliseconds.push(performance.now() - start);
  }
  const peakMegabytes = peak();
  answer({ milliseconds, peakMegabytes, check: await workload.check() });
}
workload.dispose?.();
process.exit(0);
