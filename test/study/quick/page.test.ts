import { describe, expect, test } from 'vitest';
import type { LiveMethod } from '../../../src/study/quick/liveRuns.js';
import { resultsPage, type PageContent } from '../../../src/study/quick/page.js';
import { syntheticRun } from '../syntheticRun.js';

const run = syntheticRun('regression', 0);
const method: LiveMethod = {
  method: 'regression',
  label: 'Feature regression',
  share: 1,
  steps: 100,
  trajectory: run.manifest.trajectory,
  run,
};
const content: PageContent = { subject: 'emoji', methods: [method], depth: 10 };
const image = 'data:image/png;base64,AAAA';
const found = {
  why: 'drawn by lot',
  label: 'bread & butter',
  image,
  rows: [{ model: 'Gallery model', pictures: [{ label: '<b>', image, isRight: false }] }],
};

describe('the page of results', () => {
  test('loads itself again only while there is work', () => {
    expect(resultsPage({ ...content, working: 'training' })).toMatch(/<meta\s+http-equiv="refresh"/);
    expect(resultsPage(content)).not.toContain('http-equiv');
  });

  test('needs nothing from elsewhere: no script, pictures inside, links within its folder', () => {
    const page = resultsPage({
      ...content,
      found: [found],
      notebooks: ['notebooks/01 a.ipynb'],
      figures: ['methods.svg'],
    });
    expect(page).not.toMatch(/<script|https?:\/\/|url\(/);
    for (const [, src] of page.matchAll(/src="([^"]*)"/g)) expect(src).toMatch(/^data:/);
    expect([...page.matchAll(/href="([^"]*)"/g)].map(([, href]) => href)).toEqual([
      'notebooks/01%20a.ipynb',
      'methods.svg',
    ]);
  });

  test('is for light and dark and for a phone, and every picture has words', () => {
    const page = resultsPage({ ...content, found: [found] });
    expect(page).toContain('prefers-color-scheme: dark');
    expect(page).toContain('width=device-width');
    const pictures = page.match(/<img[^>]*>/g)!;
    expect(pictures).toHaveLength(2);
    for (const picture of pictures) expect(picture).toMatch(/alt="[^"]+"/);
    for (const chart of page.match(/<svg[^>]*>/g)!) expect(chart).toMatch(/aria-label="[^"]+"/);
  });

  test('breaks headings between words only, and short cells, such as intervals, never', () => {
    const page = resultsPage({
      ...content,
      tables: [
        {
          title: 'T',
          rows: [{ x: 1, expected: '21.1 to 22.1', name: 'a name that is longer than that' }],
          columns: [{ key: 'x', label: 'mAP %' }, { key: 'expected' }, { key: 'name', label: 'two words' }],
          caption: '',
        },
      ],
    });
    expect(page).toContain('<span class="whole">mAP %</span>');
    expect(page).toMatch(/<span class="whole">two<\/span>\s*<span class="whole">words<\/span>/);
    expect(page).toContain('<td class="text whole">21.1 to 22.1</td>');
    expect(page).toContain('<td class="text">a name that is longer than that</td>');
  });

  test('escapes what it is given', () => {
    const page = resultsPage({
      ...content,
      found: [found],
      tables: [{ title: 'a < b', rows: [{ x: '<i>' }], columns: [{ key: 'x' }], caption: '&' }],
    });
    expect(page).toContain('bread &amp; butter');
    expect(page).toContain('1: &lt;b&gt;, wrong');
    expect(page).toContain('a &lt; b');
    expect(page).not.toContain('<i>');
  });

  test('shows the curve by depth once a method is finished', () => {
    expect(resultsPage(content)).toContain('by depth');
    expect(resultsPage({ ...content, methods: [{ ...method, run: undefined }] })).not.toContain('by depth');
  });
});
