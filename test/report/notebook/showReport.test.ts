import { beforeEach, expect, test, vi } from 'vitest';
import * as kernel from '../../../src/report/notebook/kernel.js';
import { showReport } from '../../../src/report/notebook/showReport.js';
import type { ModelReport } from '../../../src/report/model/modelReport.js';

const report: ModelReport = {
  html: '<!doctype html><p title="a">1 < 2 & "3"</p>',
  queries: [],
  id: String,
  allQueries: 0,
  confusions: [],
  duplicates: [],
  mislabelled: [],
  leftOut: ['mAP: there are no labels.'],
};
vi.mock('../../../src/report/model/modelReport.js', () => ({ modelReport: vi.fn(() => report) }));
vi.mock('../../../src/report/notebook/kernel.js', { spy: true });
beforeEach(() => void vi.mocked(kernel.displayBundle).mockReset());

test('shows the page in a frame of its own, and what it found as text', async () => {
  expect(await showReport('models/mine', { height: 500 })).toBe(report);
  const [bundle] = vi.mocked(kernel.displayBundle).mock.calls[0];
  const frame = String(bundle['text/html']);
  expect(frame).toMatch(/^<iframe\s+srcdoc="&lt;!doctype html&gt;/);
  expect(frame).toContain('1 &lt; 2 &amp; &quot;3&quot;');
  expect(frame).toMatch(/title="Report on models\/mine"[^>]*height:500px/);
  expect(bundle['text/plain']).toContain('Left out: mAP: there are no labels.');
});
