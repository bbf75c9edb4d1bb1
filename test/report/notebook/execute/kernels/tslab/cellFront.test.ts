import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const require = createRequire(import.meta.url);
const front = require.resolve('../../../../../../src/report/notebook/execute/kernels/tslab/cellFront.cjs');
const { rewriteCell } = require(front) as {
  rewriteCell: (source: string) => { text: string; declared: string[] };
};

test.each([
  ['f({ a, b: 1 });', 'f({ a: a, b: 1 });'],
  ['const { a } = b;', 'const { a } = b;'],
  ['await f();', 'await f();'],
  ['await (f());', 'await globalThis.Promise.resolve((f()));'],
  ['const x = await [p][0];', 'const x = await globalThis.Promise.resolve([p][0]);'],
  ['f(await (await g()).h())', 'f(await globalThis.Promise.resolve((await g()).h()))'],
  ['async () => await (f());', 'async () => await (f());'],
  [
    'for await (const x of y) f(x);',
    'await globalThis.Promise.resolve((async () => { for await (const x of y) f(x); })());',
  ],
  [
    'let a = 1 // one',
    "let a = 1; (globalThis as any).__liveVariable('a', () => a, (to: any) => { a = to; }); // one",
  ],
  ['for (let i = 0; i < 2; i++) f(i);', 'for (let i = 0; i < 2; i++) f(i);'],
])('%s', (source, text) => {
  expect(rewriteCell(source).text).toBe(text);
});

test('a rewritten cell keeps its lines', () => {
  const source = 'let a = 1,\n  b = 2;\nconst o = {\n  a,\n  b,\n};\nawait (\n  f(o)\n);\n';
  expect(rewriteCell(source).text.split('\n')).toHaveLength(source.split('\n').length);
});

test('names that a cell declares', () => {
  const source =
    "import a, { b as c } from 'x'; import * as d from 'y'; const { e, f: [g] } = h; function i() {} class j {}";
  expect(rewriteCell(source).declared).toEqual(['a', 'c', 'd', 'e', 'g', 'i', 'j']);
});

/** What cells print, one after another in one kernel, each followed by whether it ran. */
function run(cells: string[]): unknown[] {
  const program = `
    const converter = require('tslab/dist/converter.js');
    require(${JSON.stringify(front)}).install(converter);
    const { createExecutor } = require('tslab/dist/executor.js');
    const printed = [];
    console.log = (value) => printed.push(value);
    console.error = (format, ...words) => printed.push(words.join(' '));
    const node = converter.createConverter();
    const executor = createExecutor(process.cwd(), { node, browser: node }, console);
    (async () => {
      for (const cell of ${JSON.stringify(cells)}) printed.push(await executor.execute(cell));
      process.stdout.write(JSON.stringify(printed), () => process.exit(0));
    })();`;
  const root = join(import.meta.dirname, '../../../../../..');
  return JSON.parse(
    execFileSync(process.execPath, ['-e', program], { cwd: root, encoding: 'utf8' }),
  ) as unknown[];
}

test('cells share their variables as the parts of a module do', () => {
  expect(
    run([
      'let t = 0.05; function half(x: number) { return x / t; } const q = 3;',
      't = 0.5; half(1)',
      '({ t, q })',
      'const { a, b: [c] } = { a: 1, b: [2] };',
      '({ a, c })',
      'await (Promise.resolve(7))',
      'let count = 0; const next = () => ++count;',
      'next(); count = 10; next()',
      'count',
      'const t = 9; t',
      'half(1)',
    ]),
  ).toEqual([
    true,
    ...[2, true],
    ...[{ t: 0.5, q: 3 }, true],
    true,
    ...[{ a: 1, c: 2 }, true],
    ...[7, true],
    true,
    ...[11, true],
    ...[11, true],
    ...[9, true],
    ...[2, true],
  ]);
}, 60_000);

test('a type error of a rewritten cell names the line and stops it', () => {
  expect(run(['let a = 1;\nconst wrong: number = "text";', 'a'])).toEqual([
    expect.stringMatching(/ 2 7 Type 'string' is not assignable to type 'number'/),
    false,
    expect.stringMatching(/./),
    false,
  ]);
}, 60_000);
