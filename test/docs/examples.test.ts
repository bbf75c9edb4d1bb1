import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { format } from 'node:util';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { packagePath } from '../../src/base/files/packagePath.js';
import { workspacePath } from '../../src/base/files/workspacePath.js';
import { hasWeights } from '../../src/models/weightFiles.js';
import { trainAndSave } from '../../src/trainedModels/trainAndSave.js';
import { writeEmbeddingFile } from '../../src/vectors/writeEmbeddingFile.js';
import { writePicture } from '../datasets/pictures.js';

const main = packagePath('index.ts');

/** A function of the main entry point and the example in its doc comment. */
interface Documented {
  name: string;
  example: string | undefined;
}

function documented(): Documented[] {
  const program = ts.createProgram([main], compilerOptions());
  const checker = program.getTypeChecker();
  const entry = checker.getSymbolAtLocation(program.getSourceFile(main)!)!;
  return checker.getExportsOfModule(entry).flatMap((exported) => {
    const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
    const [declaration] = symbol.declarations!;
    const isFunction = checker.getTypeOfSymbolAtLocation(symbol, declaration).getCallSignatures().length > 0;
    if (!(symbol.flags & ts.SymbolFlags.Value) || !isFunction) return [];
    const tag = symbol.getJsDocTags(checker).find((one) => one.name === 'example');
    return [{ name: exported.name, example: tag && ts.displayPartsToString(tag.text) }];
  });
}

function compilerOptions(): ts.CompilerOptions {
  const read = (path: string): string | undefined => ts.sys.readFile(path);
  const { config } = ts.readConfigFile(workspacePath('tsconfig.json'), read) as {
    config: { compilerOptions: object };
  };
  const options = ts.convertCompilerOptionsFromJson(
    { ...config.compilerOptions, noEmit: true },
    workspacePath(),
  );
  return options.options;
}

const functions = documented();

/** Inside the workspace, where packages are found. */
const folder = ((): string => {
  const cache = workspacePath('data', 'cache');
  mkdirSync(cache, { recursive: true });
  return mkdtempSync(join(cache, 'examples-'));
})();
const fileOf = (name: string): string => join(folder, `${name}.ts`);
const home = process.cwd();

/**
 * An example as a module: its imports come from the sources, the names of the main entry point are there without, and the
 * rest is a function.
 */
function moduleOf(example: string): string {
  const sourceOf = (path = ''): string =>
    packagePath(path === '/browser' ? 'browser.js' : `${path.slice(1)}${path && '/'}index.js`);
  const imports = example.match(/^import .*;$/gm) ?? [];
  const body = imports.reduce((text, line) => text.replace(line, ''), example);
  const names = functions.map(({ name }) => name).filter((name) => new RegExp(`\\b${name}\\b`).test(body));
  const used = /\bRetrievalError\b/.test(body) ? [...names, 'RetrievalError'] : names;
  return [
    `import { ${used.join(', ')} } from '${sourceOf()}';`,
    ...imports.map((line) =>
      line.replace(/'asymmetric-retrieval(\/\w+)?'/, (_, path?: string) => `'${sourceOf(path)}'`),
    ),
    `export async function example(): Promise<void> {${body}\n}`,
  ].join('\n');
}

beforeAll(async () => {
  for (const { name, example } of functions) writeFileSync(fileOf(name), moduleOf(example ?? ''));
  const ids = Array.from({ length: 24 }, (_, n) => `label${n % 4}/p${n}.jpg`);
  for (const [n, id] of ids.entries()) await writePicture(join(folder, 'photos'), id, n, 64);
  const data = Float32Array.from(ids.flatMap((_, n) => [1, n % 4, (n % 4) ** 2, n / 100]));
  mkdirSync(join(folder, 'data'));
  symlinkSync(workspacePath('data', 'weights'), join(folder, 'data', 'weights'));
  // The examples work in a folder with these files.
  vi.stubEnv('ASYMMETRIC_FOLDER', folder);
  process.chdir(folder);
  await writeEmbeddingFile('vectors.npz', { matrix: { data, rows: 24, columns: 4 }, ids });
  writeFileSync('list_eval_partition.txt', partition);
  await trainAndSave(
    {
      dataset: 'photos',
      split: 'unseen',
      gallery: { name: 'vectors', file: 'vectors.npz' },
      query: { kind: 'smallCnn', width: 0.25, size: 32 },
      method: 'regression',
      loss: { kind: 'featureRegression' },
      training: { epochs: 1, batchSize: 4 },
    },
    'models/query',
  );
}, 120_000);
afterAll(() => {
  process.chdir(home);
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

const partition = `3
image_name item_id evaluation_status
img/a.jpg id_1 query
img/b.jpg id_1 gallery
img/c.jpg id_2 gallery
`;

describe('the examples of the main entry point', () => {
  test('stand at every function', () => {
    expect(functions.filter(({ example }) => !example).map(({ name }) => name)).toEqual([]);
    expect(functions.length).toBeGreaterThan(20);
  });

  test('have the types of the library', () => {
    const files = readdirSync(folder).filter((name) => name.endsWith('.ts'));
    const program = ts.createProgram(
      files.map((name) => join(folder, name)),
      compilerOptions(),
    );
    const complaints = files.flatMap((name) =>
      program.getSemanticDiagnostics(program.getSourceFile(join(folder, name))),
    );
    expect(
      complaints.map(({ file, messageText }) => [
        file?.fileName,
        ts.flattenDiagnosticMessageText(messageText, ' '),
      ]),
    ).toEqual([]);
  }, 120_000);

  test.for(functions)('$name prints what it says', { timeout: 60_000 }, async (documented, { skip }) => {
    const { name, example = '' } = documented;
    if (/mobileNetV2/.test(example) && !hasWeights('mobileNetV2')) skip('its weights are not here');
    const printed: string[] = [];
    const log = vi.spyOn(console, 'log').mockImplementation((...values) => printed.push(format(...values)));
    try {
      const { example: run } = (await import(fileOf(name))) as { example: () => Promise<void> };
      await run();
    } finally {
      log.mockRestore();
    }
    expect(printed).toEqual(expectedOutput(example));
  });
});

/** What stands behind the calls of `console.log`. */
function expectedOutput(example: string): string[] {
  return [...example.matchAll(/console\.log\(.*\); \/\/ (.*)$/gm)].map(([, text]) => text);
}

test('an example whose output is not written down would be noticed', () => {
  for (const { name, example } of functions) {
    const calls = readFileSync(fileOf(name), 'utf8').match(/console\.log\(/g) ?? [];
    expect(expectedOutput(example!), name).toHaveLength(calls.length);
  }
});
