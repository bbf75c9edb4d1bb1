import { expect, test } from 'vitest';
import { scoreScatter } from '../../../src/study/figures/scoreScatter.js';

test('any number of panels lies inside the plot', () => {
  const similarityPairs = { gallery: [0.1, 0.9], query: [0, 0.5] };
  const panels = Array.from({ length: 22 }, (_, n) => ({ loss: `method ${n}`, similarityPairs }));
  const { layout } = scoreScatter(panels);
  const domains = Object.entries(layout)
    .filter(([key]) => /^yaxis/.test(key))
    .map(([, value]) => (value as { domain: [number, number] }).domain);
  expect(domains).toHaveLength(22);
  expect(domains.every(([low, high]) => low >= -1e-9 && high <= 1 && high - low > 0.05)).toBe(true);
});

const similarityPairs = { gallery: [0.1, 0.4, 0.6, 0.9], query: [0, 0.1, 0.3, 0.5] };

test('panels stand in rows of three that do not overlap, each with its own axes', () => {
  const panels = Array.from({ length: 5 }, (_, n) => ({ loss: `method ${n}`, similarityPairs }));
  const { data, layout } = scoreScatter(panels);
  const axes = layout as Record<string, { domain: [number, number] }>;
  const boxes = ['', '2', '3', '4', '5'].map((n) => [axes[`xaxis${n}`].domain, axes[`yaxis${n}`].domain]);
  const apart = ([a, b]: [number, number], [c, d]: [number, number]) => b < c || d < a;
  boxes.forEach(([x, y], i) =>
    boxes.slice(0, i).forEach(([otherX, otherY]) => {
      expect(apart(x, otherX) || apart(y, otherY)).toBe(true);
    }),
  );
  expect(new Set((data as { xaxis: string }[]).map((trace) => trace.xaxis)).size).toBe(5);
});
