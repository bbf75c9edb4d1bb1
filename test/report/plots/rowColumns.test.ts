import { describe, expect, test } from 'vitest';
import { rowColumns, rowsHeight } from '../../../src/report/plots/rowColumns.js';

const names = (count: number): string[] => Array.from({ length: count }, (_, n) => `row ${n}`);
type Rows = { categoryarray: string[]; range: [number, number]; domain?: [number, number] };

describe('rows of a figure', () => {
  test('stand in one column while they are few', () => {
    const { columns, rows, layout } = rowColumns(names(12), { title: { text: 'mAP' } });
    expect(columns).toHaveLength(1);
    expect(rows).toBe(12);
    expect(layout.yaxis).toMatchObject({ categoryarray: names(12) });
  });

  test('stand in two when they are many, the upper half on the left and each row once', () => {
    const { columns, rows, layout } = rowColumns(names(13), { title: { text: 'mAP' } });
    expect(rows).toBe(7);
    expect(columns.map(({ names: own }) => [...own])).toEqual([names(13).slice(6), names(13).slice(0, 6)]);
    const [left, right] = [layout.yaxis, layout.yaxis2] as unknown as Rows[];
    expect(left.categoryarray.at(-1)).toBe('row 12');
    // The highest rows of both columns lie at one height.
    expect(left.range[1] - 6).toBe(right.range[1] - 5);
    expect(left.range[1] - left.range[0]).toBe(right.range[1] - right.range[0]);
    const [a, b] = [layout.xaxis, layout.xaxis2] as unknown as Rows[];
    expect(a.domain![1]).toBeLessThan(b.domain![0]);
  });

  test('take the height that they need, within what there is', () => {
    expect(rowsHeight(3, 50, 400)).toBe(150);
    expect(rowsHeight(10, 50, 400)).toBe(400);
    expect(rowsHeight(30, 50, 400)).toBe(660);
  });
});
