import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { RetrievalError } from '../../errors.js';
import { toTextTable } from '../../report/tables/writeTable.js';
import type { Probe } from '../gpuProbe.js';

/** Largest difference that is let through, relative to the largest value of each item. */
const tolerance = 2e-3;

/** Computes everything on both sides and compares. */
export function run({ against, evenWithoutGpu }: { against: string; evenWithoutGpu?: boolean }): void {
  const here = probe({});
  if (here.device !== 'gpu' && !evenWithoutGpu) {
    console.log(
      `No GPU is used here (${here.backend} on ${here.device}). Cure: an NVIDIA driver, then npm run setup -- --cuda`,
    );
    return;
  }
  const reference = probe({ ASYMMETRIC_BACKEND: against, CUDA_VISIBLE_DEVICES: '-1' });
  const rows = compare(here, reference);
  console.log(toTextTable(rows, ['item', { key: 'difference', digits: 7 }, 'verdict']));
  console.log(
    `Training: ${here.imagesPerSecond} images/s on ${here.backend} (${here.device}), ${reference.imagesPerSecond} on ${reference.backend} (${reference.device})`,
  );
  const failed = rows.filter((row) => row.verdict !== 'same');
  if (failed.length === 0) return;
  throw new RetrievalError({
    what: 'The GPU does not compute what the CPU computes',
    where: failed.map((row) => row.item).join(', '),
    expected: `relative differences up to ${tolerance}`,
    fix: 'train on the CPU (ASYMMETRIC_BACKEND=native, CUDA_VISIBLE_DEVICES=-1) until this is understood',
  });
}

function probe(environment: Record<string, string>): Probe {
  const script = fileURLToPath(new URL('../gpuProbe.js', import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, [script], {
    env: { ...process.env, ...environment },
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  const line = stdout.split('\n').find((text) => text.startsWith('{'));
  if (status === 0 && line) return JSON.parse(line) as Probe;
  throw new RetrievalError({
    what: 'The probe did not finish',
    found: errorLines(stderr),
  });
}

/** The end of what a failed process printed, without the stack, which would hide the message. */
function errorLines(stderr: string): string {
  const lines = stderr.split('\n').filter((line) => line.trim() && !line.startsWith('    at '));
  return lines.slice(-5).join('\n');
}

/** The largest difference of each item; infinite where numbers are missing or not finite on either side. */
export function compare(a: Pick<Probe, 'items'>, b: Pick<Probe, 'items'>) {
  return [...new Set([...Object.keys(a.items), ...Object.keys(b.items)])].map((item) => {
    const [x, y] = [a.items[item] ?? [], b.items[item] ?? []];
    // JSON writes a number that is not finite as null.
    const complete = x.length > 0 && x.length === y.length && [...x, ...y].every(Number.isFinite);
    if (!complete) return { item, difference: Infinity, verdict: 'DIFFERENT' };
    const largest = Math.max(...y.map(Math.abs), 1e-12);
    const difference = Math.max(...x.map((value, n) => Math.abs(value - y[n]!))) / largest;
    return { item, difference, verdict: difference <= tolerance ? 'same' : 'DIFFERENT' };
  });
}
