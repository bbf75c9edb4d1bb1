import { growthRows, slopeRows } from './scaleTable.js';
import type { ScaleResult } from './scaleResults.js';
import { scalePlans, type ScalePlanId } from './scalePlans.js';
import { layouts } from '../../scale/plan/layouts.js';

/** What a plan takes from the results, as the text of `src/scale/plan/measured.ts`: of each layout, its largest gallery. */
export function planNumbers(results: readonly ScaleResult[]): string {
  const slopes = slopeRows(results);
  const lines = layouts.map(({ plan, search }) => {
    const isOf = (row: Record<string, unknown>): boolean =>
      row.index === scalePlans[plan as ScalePlanId].label && row.search === search;
    const row = growthRows(results).filter(isOf).at(-1) as Record<string, number>;
    // Every vector is compared; smaller galleries hide it behind the cost of a call.
    const slope = plan === 'exact' ? 1 : Math.max(0, (slopes.find(isOf)?.query as number | undefined) ?? 0);
    const numbers = {
      vectors: row.vectors!,
      seconds: Number((row.p50! / 1000).toPrecision(3)),
      slope: Number(slope.toFixed(2)),
      recall: Number((row.recall! / 100).toFixed(3)),
      order: Number((row.order! / 100).toFixed(3)),
    };
    const text = Object.entries(numbers).map(([name, value]) => `${name}: ${grouped(value)}`);
    return `  ${plan}: { ${text.join(', ')} },\n`;
  });
  return `/** What \`asym scale\` has measured; \`npm run figures\` takes it from \`figures/scale\`. */
export const measured = {
${lines.join('')}} as const;
`;
}

const grouped = (value: number): string => String(value).replace(/\B(?<!\.\d*)(?=(\d{3})+(?!\d))/g, '_');
