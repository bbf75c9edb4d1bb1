import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { preview, type PreviewServer } from 'vite';
import { afterAll, beforeAll, describe, expect, test, type TestContext } from 'vitest';
import { packagePath } from '../src/base/files/packagePath.js';
import { workspacePath } from '../src/base/files/workspacePath.js';
import { noChromium, openChromium } from './helpers/chromium.js';
import { loadSite } from './site/loadSite.js';

const folder = mkdtempSync(join(tmpdir(), 'site-'));
const out = join(folder, 'site');
const program = packagePath('site', 'main.mjs');
afterAll(() => rmSync(folder, { recursive: true }));

// What it writes it checks itself: links, anchors, parts from elsewhere, paths of the machine, comments and signatures.
beforeAll(() => {
  const demo = join(folder, 'demo');
  mkdirSync(demo);
  writeFileSync(join(demo, 'index.html'), '<title>A demo</title>');
  execFileSync(process.execPath, [program, '--out', out, '--demo', demo], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}, 600_000);

const page = (name: string): string => readFileSync(join(out, name), 'utf8');
const notebooks = readdirSync(workspacePath('notebooks'), { recursive: true, encoding: 'utf8' }).filter(
  (name) => /^[^.]+\.ipynb$/.test(name),
);

/** The page that a notebook becomes. */
const pageOf = (name: string): string =>
  `pages/${name.includes('/') ? 'solved' : 'notebook'}-${basename(name, '.ipynb')}.html`;

describe('the site', () => {
  test('is there', () => expect(notebooks.length).toBeGreaterThanOrEqual(10));

  test.each(notebooks)('has notebook %s with its figures', (name) => {
    interface Output {
      data?: Record<string, unknown>;
    }
    const { cells } = JSON.parse(readFileSync(workspacePath('notebooks', name), 'utf8')) as {
      cells: { outputs?: Output[] }[];
    };
    const outputs = cells.flatMap((cell) => cell.outputs ?? []);
    const drawn = outputs.filter(({ data }) => data?.['image/png']);
    const live = drawn.filter(({ data }) => data?.['application/vnd.plotly.v1+json']);
    const html = page(pageOf(name));
    expect(html.match(/<figure class="shown"/g)?.length ?? 0).toBe(drawn.length);
    expect(html.match(/data-figure="/g)?.length ?? 0).toBe(live.length);
  });

  test('has every heading of every document', async () => {
    const { guides } = await loadSite<{ guides: { parts: [string, string][] }[] }>('outline');
    const all = readdirSync(join(out, 'pages')).map((name) => page(`pages/${name}`));
    const words = [...all, page('index.html')]
      .join('')
      .replace(/<[^>]*>/g, '')
      .replace(/&#39;/g, "'");
    const documents = readdirSync(workspacePath()).filter((name) => name.endsWith('.md'));
    const missing = documents.flatMap((name) => {
      // The heading of a section with a page of its own is that page's title.
      const renamed = guides.flatMap(({ parts }) => (parts.length === 1 ? [parts[0].join()] : []));
      const prose = readFileSync(workspacePath(name), 'utf8').replace(/^```[^]*?^```/gm, '');
      return [...prose.matchAll(/^#{1,3} (.+)$/gm)]
        .map(([, heading]) => heading)
        .filter((heading) => !renamed.includes(`${name},${heading}`))
        .filter((heading) => !words.includes(heading.replaceAll('`', '')));
    });
    expect(documents.length).toBeGreaterThan(5);
    expect(missing).toEqual([]);
  });

  test('leads from the start page through all others by the links at their ends', () => {
    const seen: string[] = [];
    for (let at: string | undefined = 'index.html'; at;) {
      seen.push(at);
      const [, next]: string[] = /<a rel="next" href="([^"]+)"/.exec(page(at)) ?? [];
      at = next && `pages/${basename(next)}`;
      if (at && seen.includes(at)) throw new Error(`${at} comes twice`);
    }
    const pages = readdirSync(join(out, 'pages')).map((name) => `pages/${name}`);
    expect(seen.slice(1).sort()).toEqual(pages.sort());
  });

  test('has the reference of every entry point, with the words of the README', () => {
    const { exports } = JSON.parse(readFileSync(packagePath('package.json'), 'utf8')) as { exports: object };
    const names = Object.keys(exports).filter((name) => name !== './package.json');
    expect(readdirSync(join(out, 'modules'))).toHaveLength(names.length);
    expect(page('modules/losses.html')).toContain('losses, ranking lists, monotone mappings');
    for (const name of readdirSync(join(out, 'modules')))
      expect(page(`modules/${name}`), name).not.toContain('undefined');
  });

  test('brings what draws figures, what searches, and the demo', () => {
    for (const name of ['files/plotly.min.js', 'assets/search.js', 'demo/index.html'])
      expect(existsSync(join(out, name)), name).toBe(true);
    expect(page('pages/demo.html')).toContain('src="../demo/index.html"');
  });

  test('shows formulas without fonts or scripts', () => {
    expect(page('pages/notebook-02-sigmoid-rank.html')).toMatch(/<math [^>]*display="block"/);
  });
});

describe('in a browser, below a folder of a server,', () => {
  let browser: Browser | undefined;
  let server: PreviewServer;
  let address: string;
  beforeAll(async () => {
    browser = await openChromium();
    if (!browser) return;
    server = await preview({
      root: workspacePath(),
      configFile: false,
      appType: 'mpa',
      logLevel: 'error',
      build: { outDir: folder },
      preview: { host: '127.0.0.1', port: 0 },
    });
    address = `${server.resolvedUrls!.local[0]}site/`;
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  /** Opens a page of the site; what it fetches from elsewhere and its errors are trouble. */
  async function open({ skip }: TestContext, name: string, options: BrowserContextOptions = {}) {
    if (!browser) return skip(noChromium);
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
    const opened = await context.newPage();
    const trouble: string[] = [];
    opened.on('request', (request) => {
      if (!request.url().startsWith(address) && !/^(data|blob):/.test(request.url()))
        trouble.push(request.url());
    });
    opened.on('pageerror', (error) => trouble.push(error.message));
    opened.on('console', (message) => {
      if (message.type() === 'error') trouble.push(message.text());
    });
    await opened.goto(`${address}${name}`);
    return { opened, trouble };
  }

  test('figures come alive, and nothing is fetched from elsewhere', async (context) => {
    const { opened, trouble } = await open(context, 'pages/notebook-02-sigmoid-rank.html');
    const figure = opened.locator('figure.shown').first();
    await figure.scrollIntoViewIfNeeded();
    await figure.locator('.main-svg').first().waitFor();
    expect(await figure.locator('> img').count()).toBe(0);
    expect(trouble).toEqual([]);
  });

  test('without scripts pictures stay', async (context) => {
    const { opened } = await open(context, 'pages/reproducing.html', { javaScriptEnabled: false });
    const picture = opened.locator('figure.shown > img').first();
    await picture.scrollIntoViewIfNeeded();
    await expect
      .poll(() => picture.evaluate((image: unknown) => (image as { naturalWidth: number }).naturalWidth))
      .toBeGreaterThan(0);
  });

  test('a word is found where it is written', async (context) => {
    const { opened, trouble } = await open(context, 'index.html');
    await opened.keyboard.press('/');
    await opened.locator('#tsd-search-input').fill('isotonic');
    const found = opened.locator('#tsd-search-results');
    await found.getByText('The learnable monotonic mapping').first().waitFor();
    expect(trouble).toEqual([]);
  });

  const looks = [
    { name: 'pages/notebook-02-sigmoid-rank', colorScheme: 'light' },
    { name: 'pages/notebook-02-sigmoid-rank', colorScheme: 'dark' },
    { name: 'pages/reproducing', colorScheme: 'dark' },
  ] as const;
  test.for(looks)('$name, $colorScheme, can be read by everybody', async ({ name, colorScheme }, context) => {
    const { opened } = await open(context, `${name}.html`, { colorScheme });
    await opened.locator('h1').first().waitFor();
    await opened.addScriptTag({ path: createRequire(import.meta.url).resolve('axe-core/axe.min.js') });
    const { violations } = await opened.evaluate<{ violations: { id: string; impact: string }[] }>(
      'axe.run()',
    );
    const found = violations.filter(({ impact }) => ['serious', 'critical'].includes(impact));
    expect(found).toEqual([]);
  });

  test.for(['index', 'pages/notebook-02-sigmoid-rank', 'pages/reproducing', 'modules/losses'])(
    '%s fits a phone',
    async (name, context) => {
      const { opened, trouble } = await open(context, `${name}.html`, {
        viewport: { width: 390, height: 844 },
      });
      expect(await opened.evaluate('document.documentElement.scrollWidth')).toBe(390);
      expect(trouble).toEqual([]);
    },
  );
});

test('a folder with other files is refused', () => {
  const other = join(folder, 'other');
  mkdirSync(other);
  const { status, stderr } = spawnSync(process.execPath, [program, '--out', other], { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({
    status: 1,
    stderr: `${other} is there and holds no earlier site: name another folder with --out\n`,
  });
});
