import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { loadSite } from './loadSite.js';

const { checkSite } = await loadSite<{
  checkSite: (folder: string, root: string) => { files: number; faults: string[] };
}>('checkSite');

function check(files: Record<string, string>): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'site-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const { files: count, faults } = checkSite(folder, '/machine/clone');
  expect(count).toBe(Object.keys(files).length);
  return faults;
}

test('what works from any address passes', () => {
  const faults = check({
    'index.html':
      '<h1 id="top">A</h1><a href="#top">a</a> <a href="pages/b.html#at">b</a> <a href="https://example.org/">c</a><img src="data:image/png;base64,AA==">',
    'pages/b.html':
      '<p id="at"></p><a href="../index.html#top">a</a><link rel="stylesheet" href="../style.css?v=1">',
    'style.css': '.a { background: url("icon.svg#a") url(data:image/png;base64,AA==) }',
    'demo/index.html': '<a href="/gone">of another maker</a>',
  });
  expect(faults).toEqual([]);
});

test.each([
  ['a file that is not there', '<a class="x" href="gone.html">x</a>', 'gone.html is not there'],
  ['a folder', '<a href="pages">x</a>', 'pages is not there'],
  ['an anchor that is not there', '<a href="#gone">x</a>', '#gone has no such anchor'],
  ['an anchor of another page', '<a href="pages/b.html#gone">x</a>', 'pages/b.html#gone has no such anchor'],
  ['the root of a server', '<img src="/a.png">', '/a.png leads to the root of the server'],
  [
    'a script from elsewhere',
    '<script src="https://cdn.example/x.js"></script>',
    'fetches https://cdn.example/x.js',
  ],
  ['a picture from elsewhere', '<img alt="" src="//cdn.example/x.png">', 'fetches //cdn.example/x.png'],
  ['a figure that is not there', '<figure data-figure="gone.json"></figure>', 'gone.json is not there'],
  ['the machine', '<p>/machine/clone/src</p>', 'names /machine/clone/'],
])('%s is found', (_, html, fault) => {
  expect(check({ 'index.html': html, 'pages/b.html': '<p id="at">' })).toEqual([`index.html: ${fault}`]);
});

test('a font from elsewhere is found in a style', () => {
  const css = '@import "https://cdn.example/a.css"; @font-face { src: url(https://cdn.example/b.woff2) }';
  expect(check({ 'a.css': css })).toEqual([
    'a.css: fetches https://cdn.example/a.css',
    'a.css: fetches https://cdn.example/b.woff2',
  ]);
});
