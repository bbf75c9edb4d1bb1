import { describe, expect, test } from 'vitest';
import Papa from 'papaparse';
import { toCsv } from '../../../src/report/tables/csv.js';

describe('CSV', () => {
  test('is read back unchanged with commas, quotes, line breaks and missing values', () => {
    const data = [
      { name: 'a,b', text: 'say "no"', value: 1.5 },
      { name: 'line\nbreak', text: ' spaced ', value: null },
    ];
    const { data: read } = Papa.parse(toCsv(data).trimEnd(), { header: true });
    expect(read).toEqual([
      { name: 'a,b', text: 'say "no"', value: '1.5' },
      { name: 'line\nbreak', text: ' spaced ', value: '' },
    ]);
  });

  test('disarms text that a spreadsheet would run, but not negative numbers', () => {
    const csv = toCsv([{ a: '=1+2', b: '@cmd', c: -3 }]);
    expect(csv).toBe('a,b,c\n"\'=1+2","\'@cmd",-3\n');
  });
});
