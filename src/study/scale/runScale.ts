import { loadavg } from 'node:os';
import { selectBackend } from '../../compute/backend/selectBackend.js';
import { measureDistractors } from './measureDistractors.js';
import { measurePlan } from './measurePlan.js';
import { scaleGallery } from './scaleGallery.js';
import { scaleInputs } from './scaleInputs.js';
import { scalePlans, type ScalePlanId } from './scalePlans.js';
import { keepDistractors, keepScale, readScale } from './scaleResults.js';

export interface ScaleOptions {
  sizes: readonly number[];
  plans: readonly ScalePlanId[];
  /** Measures again what is kept. */
  again?: boolean;
  /** Told about each step in a sentence. */
  onStep: (sentence: string) => void;
  signal?: AbortSignal;
}

/** Measures what is missing, the smallest galleries first, and keeps each result at once. @returns how many were measured */
export async function runScale({ sizes, plans, again, onStep, signal }: ScaleOptions): Promise<number> {
  const kept = new Set(again ? [] : readScale().map(({ plan, rows }) => `${plan} ${rows}`));
  const missing = [...sizes]
    .sort((a, b) => a - b)
    .map((rows) => ({ rows, plans: plans.filter((plan) => !kept.has(`${plan} ${rows}`)) }))
    .filter((size) => size.plans.length > 0);
  if (missing.length === 0) return 0;
  await selectBackend();
  const inputs = await scaleInputs(onStep, signal);
  await keepDistractors(await measureDistractors(inputs));
  const total = missing.reduce((sum, size) => sum + size.plans.length, 0);
  let done = 0;
  for (const size of missing) {
    onStep(`Drawing a gallery of ${size.rows.toLocaleString('en')} vectors`);
    const gallery = await scaleGallery(inputs, size.rows);
    for (const plan of size.plans) {
      signal?.throwIfAborted();
      const { label } = scalePlans[plan];
      onStep(`${++done} of ${total}: ${label}, ${size.rows.toLocaleString('en')} vectors`);
      const [load] = loadavg() as [number];
      const result = await measurePlan(scalePlans[plan], gallery, inputs, signal);
      await keepScale({ ...result, plan, rows: size.rows, dimension: gallery.columns, load });
    }
  }
  return total;
}
