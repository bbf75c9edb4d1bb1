import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { isRunning } from '../../../helpers/processes.js';
import { setupModule, temporaryFolder } from '../../../setup/load.js';

const config = join(import.meta.dirname, '../../../../src/report/notebook/lab/jupyter_server_config.py');

/** Runs the lab's own file as Jupyter does. */
const settings = `
import json, sys, types
source = sys.argv[1]
settings = types.SimpleNamespace(FileContentsManager=types.SimpleNamespace(), HTMLExporter=types.SimpleNamespace())
scope = {'get_config': lambda: settings}
exec(open(source).read(), scope)
`;
/** Lets it see a notebook that is about to be saved. */
const save = `${settings}
root, content = sys.argv[2:]
model = {'type': 'notebook', 'content': json.loads(content)}
settings.FileContentsManager.pre_save_hook(model, '/book.ipynb', types.SimpleNamespace(root_dir=root))
print(json.dumps(model['content']))
`;

interface Book {
  cells: { id: string; outputs: { data: Record<string, unknown> }[] }[];
  metadata: object;
}

function saved(before: Book, after: Book): Book {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'book.ipynb'), JSON.stringify(before));
  const args = ['-c', save, config, folder, JSON.stringify(after)];
  return JSON.parse(execFileSync('python3', args, { encoding: 'utf8' })) as Book;
}

const book = (figure: object, png: string, metadata: object = {}): Book => ({
  cells: [
    {
      id: 'a',
      outputs: [{ data: { 'application/vnd.plotly.v1+json': figure, ...(png && { 'image/png': png }) } }],
    },
  ],
  metadata,
});

test('a notebook that was only looked at is saved as it was', () => {
  const before = book({ data: [1] }, 'drawn here');
  expect(saved(before, book({ data: [1] }, 'drawn by the viewer', { language_info: {} }))).toEqual(before);
  const bare = book({ data: [1] }, '');
  expect(saved(bare, book({ data: [1] }, 'drawn by the viewer'))).toEqual(bare);
});

test('a changed figure is saved with its new picture', () => {
  const after = book({ data: [2] }, 'drawn by the viewer');
  expect(saved(book({ data: [1] }, 'drawn here'), after)).toEqual(after);
});

/** Lets it see a notebook that is about to become a page. */
const exported = `${settings}
[tell] = settings.HTMLExporter.preprocessors
book = types.SimpleNamespace(cells=json.loads(sys.argv[2]))
print(json.dumps(tell(book, {})[0].cells))
`;

test('an exported page shows pictures with their alternative text and within its width', () => {
  const output = (metadata: object, data: object) => ({ metadata, data: { 'image/png': 'AAAA', ...data } });
  const outputs = [
    output({ 'image/png': { alt: 'a "b" < c' } }, {}),
    output({}, {}),
    output({ 'image/png': { alt: 'x' } }, { 'text/html': 'mine' }),
    { output_type: 'stream', text: 'log' },
  ];
  const args = ['-c', exported, config, JSON.stringify([{ outputs }, { source: 'words' }])];
  const [{ outputs: shown }] = JSON.parse(
    execFileSync('python3', args, { encoding: 'utf8' }),
  ) as Book['cells'];
  const html =
    '<img src="data:image/png;base64,AAAA" alt="a &quot;b&quot; &lt; c" style="max-width:100%;height:auto">';
  expect(shown[0].data['text/html']).toBe(html);
  expect(shown[1].data).not.toHaveProperty('text/html');
  expect(shown[2].data['text/html']).toBe('mine');
  expect(shown[3]).toEqual(outputs[3]);
});

test('an exported page has its figures alive, and once what draws them', () => {
  const figure = { data: [{ name: '</script>' }], layout: {} };
  const data = { 'image/png': 'AAAA', 'application/vnd.plotly.v1+json': figure };
  const output = { metadata: { 'image/png': { alt: 'A curve' } }, data };
  const folder = temporaryFolder();
  const shown = (cwd: string): string[] => {
    const args = ['-c', exported, config, JSON.stringify([{ outputs: [output, output] }])];
    const [{ outputs }] = JSON.parse(
      execFileSync('python3', args, { encoding: 'utf8', cwd }),
    ) as Book['cells'];
    return outputs.map((one) => String(one.data['text/html']));
  };
  expect(shown(folder).every((html) => html.startsWith('<img ') && !html.includes('<script'))).toBe(true);
  const library = join(folder, 'node_modules', 'plotly.js-dist-min');
  mkdirSync(library, { recursive: true });
  writeFileSync(join(library, 'plotly.min.js'), 'const Plotly = {};');
  const [first, second] = shown(folder);
  expect(first).toMatch(/^<script>const Plotly = \{\};<\/script><div><img [^>]*alt="A curve"/);
  expect(second).toMatch(/^<div><img [^>]*><script type="application\/json">/);
  const [, words] = /json">([^]*?)<\/script>/.exec(second)!;
  expect(JSON.parse(words)).toEqual(figure);
});

test('an exported page leaves out the code of folded cells', () => {
  const folded = { source: 'answer', metadata: { jupyter: { source_hidden: true } } };
  const args = ['-c', exported, config, JSON.stringify([folded, { source: 'shown', metadata: {} }])];
  const [first, second] = JSON.parse(execFileSync('python3', args, { encoding: 'utf8' })) as object[];
  expect(first).toEqual({
    ...folded,
    metadata: { ...folded.metadata, transient: { remove_source: true } },
  });
  expect(second).toEqual({ source: 'shown', metadata: {} });
});

test('an exported page has what sets its formulas, and fetches nothing', () => {
  const addresses = `${settings}
print(json.dumps(vars(settings.HTMLExporter), default=str))`;
  const folder = temporaryFolder();
  const read = (): Record<string, string> =>
    JSON.parse(
      execFileSync('python3', ['-c', addresses, config], { encoding: 'utf8', cwd: folder }),
    ) as Record<string, string>;
  const scriptOf = (address: string): string => Buffer.from(address.split(',')[1], 'base64').toString();
  expect(scriptOf(read().require_js_url)).toBe('');
  expect(read()).not.toHaveProperty('mathjax_url');
  const dist = join(folder, 'node_modules', 'katex', 'dist');
  mkdirSync(join(dist, 'contrib'), { recursive: true });
  writeFileSync(join(dist, 'katex.min.js'), 'const katex = 1');
  writeFileSync(join(dist, 'contrib', 'auto-render.min.js'), 'const render = 2');
  expect(scriptOf(read().mathjax_url)).toMatch(
    /^const katex = 1;const render = 2\naddEventListener\('DOMContentLoaded', \(\) => renderMathInElement/,
  );
});

test('the lab ends when what started it is killed', async () => {
  const place = join(temporaryFolder(), 'pid');
  const server = `${settings}
import os, time
open(sys.argv[2], 'w').write(str(os.getpid()))
time.sleep(600)`;
  const starting = `
    import { runInForeground } from ${JSON.stringify(setupModule('core/process.mjs'))};
    await runInForeground('python3', ${JSON.stringify(['-c', server, config, place])});`;
  const starter = spawn(process.execPath, ['--input-type=module', '-e', starting], { stdio: 'ignore' });
  const pid = (): number => Number(readFileSync(place, 'utf8'));
  await vi.waitFor(() => expect(pid()).toBeGreaterThan(0), 10_000);
  expect(isRunning(pid())).toBe(true);
  starter.kill('SIGKILL');
  await vi.waitFor(() => expect(isRunning(pid())).toBe(false), 10_000);
});
