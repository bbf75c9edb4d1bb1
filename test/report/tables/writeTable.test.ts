import { describe, expect, test } from 'vitest';
import { format } from 'prettier';
import { toHtmlTable, toMarkdownTable, toTextTable } from '../../../src/report/tables/writeTable.js';
import type { Column } from '../../../src/report/tables/table.js';

const rows = [
  { method: 'regression', map: 20.74, low: 19, high: 22.5, seeds: 2 },
  { method: 'rank order', map: 35.02, low: 33, high: 37, seeds: 2 },
  { method: 'CSD', map: 37.91, low: 34.5, high: 40, seeds: 3 },
  { method: 'broken', map: NaN, low: NaN, high: NaN, seeds: null },
];
const map: Column = { key: 'map', label: 'mAP (%)', best: 'highest', interval: ['low', 'high'] };

describe('text tables', () => {
  test('align columns, show intervals and mark the best with all it does not exclude', () => {
    expect(toTextTable(rows, ['method', map, 'seeds']).split('\n')).toEqual([
      'method                  mAP (%)  seeds',
      '----------- -------------------- ------',
      'regression  20.7 (19.0 to 22.5)      2',
      'rank order  35.0 (33.0 to 37.0)*     2',
      'CSD         37.9 (34.5 to 40.0)*     3',
      'broken                      n/a',
    ]);
  });

  test('mark the lowest where low is good, and only exact ties without an interval', () => {
    const marked = toTextTable(
      [{ seconds: 4 }, { seconds: 3 }, { seconds: 3 }],
      [{ key: 'seconds', best: 'lowest' }],
    );
    expect(marked.match(/3\*/g)).toHaveLength(2);
    expect(marked).not.toContain('4*');
  });

  test('name a column that is not there', () => {
    expect(() => toTextTable(rows, ['mAp'])).toThrow(/no such column[\s\S]*found: mAp/);
  });
});

describe('Markdown and HTML tables', () => {
  test('put the best in bold and numbers on the right', () => {
    const lines = toMarkdownTable(rows.slice(0, 2), ['method', { ...map, interval: undefined }]).split('\n');
    expect(lines).toEqual([
      '| method     |  mAP (%) |',
      '| ---------- | -------: |',
      '| regression |     20.7 |',
      '| rank order | **35.0** |',
    ]);
    expect(toHtmlTable(rows, [map])).toContain('<b>37.9 (34.5 to 40.0)</b>');
  });

  test('break headings between words only, numbers and their intervals never, and scroll by themselves', () => {
    const columns = [{ ...map, label: 'asymmetric mAP %' }, { key: 'seeds', label: 'tau-b' }, 'method'];
    const html = toHtmlTable(rows, columns);
    const [first, second] = html.match(/<th .*?<\/th>/g)!;
    expect(first.match(/nowrap">[^<]*/g)).toEqual(['nowrap">asymmetric', 'nowrap">mAP %']);
    expect(second).toContain('nowrap">tau-b<');
    const [interval, , name] = html.match(/<td .*?<\/td>/g)!;
    expect(interval).toMatch(/white-space:nowrap">20\.7 \(19\.0 to 22\.5\)/);
    expect(name).not.toContain('nowrap');
    expect(html).toMatch(/^<div style="overflow-x:auto"><table/);
  });

  test('look in Markdown as Prettier would have them', async () => {
    const table = `${toMarkdownTable(rows, ['method', map, { key: 'seeds', label: 'n' }])}\n`;
    expect(await format(table, { parser: 'markdown', printWidth: 80 })).toBe(table);
  });

  test('escape what comes from data', () => {
    const evil = [{ '<b>name': '<script>alert("1")</script>', pipe: 'a|b\nc' }];
    const html = toHtmlTable(evil, undefined, '<i>caption');
    expect(html).not.toMatch(/<script|<i>|<b>name/);
    expect(html).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;');
    expect(toMarkdownTable(evil)).toContain('a\\|b c');
  });
});
