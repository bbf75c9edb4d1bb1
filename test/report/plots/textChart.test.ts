import { describe, expect, test } from 'vitest';
import { textChart } from '../../../src/report/plots/textChart.js';

const rising = {
  label: 'rising',
  points: [
    { x: 0, y: 0 },
    { x: 10, y: 10 },
  ],
};
const flat = {
  label: 'flat',
  points: [
    { x: 0, y: 5 },
    { x: 10, y: 5 },
  ],
};

describe('a chart of characters', () => {
  test('draws each line with a mark of its own, from corner to corner', () => {
    expect(textChart([rising, flat], { width: 5, height: 3, unit: ' %' }).split('\n')).toEqual([
      '10.0 |    o',
      ' 5.0 |+++++',
      ' 0.0 |oo',
      '     +-----',
      '      o rising: 10.0 %',
      '      + flat: 5.0 %',
    ]);
  });

  test('fills the columns between two points and keeps the range that is asked for', () => {
    const [top, , bottom] = textChart([rising], { width: 21, height: 3, range: [0, 20] }).split('\n');
    expect(bottom).toContain('|ooo');
    expect(top.length - top.indexOf('|') - 1).toBe(11);
  });

  test('without a point yet shows its axes and names', () => {
    const lines = textChart([{ label: 'waits', points: [] }], {
      height: 3,
      title: 'Curve',
      xLabel: 'steps',
    }).split('\n');
    expect(lines[0]).toBe('Curve');
    expect(lines.at(-2)).toContain('steps');
    expect(lines.at(-1)!.trim()).toBe('o waits');
    expect(lines.slice(1, 4).every((line) => line.endsWith('|'))).toBe(true);
  });
});
