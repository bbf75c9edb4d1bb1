import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { run } from '../../src/cli/describe/run.js';
import { findByName } from '../../src/cli/describe/find.js';
import { describeFields } from '../../src/base/config/describeFields.js';
import { jsonSchemaOf } from '../../src/base/config/jsonSchema.js';
import { entriesOf } from '../../src/cli/lookup/entries.js';
import { sorts } from '../../src/cli/lookup/sorts.js';
import { createProgram } from '../../src/cli/program.js';
import { trainConfig } from '../../src/cli/train/trainConfig.js';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { rankersOf } from '../../src/losses/lossConfig.js';
import { lossRegistry } from '../../src/losses/registry.js';
import { packagePath } from '../../src/base/files/packagePath.js';
import { averagePrecision } from '../../src/retrieval/metrics/averagePrecision.js';

beforeAll(() => selectBackend());
afterEach(() => vi.restoreAllMocks());

const entries = sorts.flatMap((sort) => entriesOf[sort]().map((entry) => ({ sort, ...entry })));

/** The words of a command as a shell splits them. */
const wordsOf = (command: string): string[] =>
  (command.match(/'[^']*'|\S+/g) ?? []).slice(1).map((word) => word.replace(/^'(.*)'$/, '$1'));

/** The options that a command reads from its words, without running. */
async function optionsOf(words: string[]): Promise<Record<string, unknown>> {
  const program = createProgram();
  let options = {};
  program.commands.forEach((command) => {
    command.configureOutput({ writeErr: () => undefined });
    if (command.commands.length === 0) command.action(() => void (options = command.opts()));
    command.commands.forEach((inner) => inner.action(() => void (options = inner.opts())));
  });
  await program.parseAsync(words, { from: 'user' });
  return options;
}

const onnxFile = join(import.meta.dirname, '../models/fixtures/channelMeans.onnx');

describe('the example', () => {
  const commands = entries.filter(({ example }) => example.startsWith('asym '));
  const expressions = entries.filter(({ example }) => !example.startsWith('asym '));

  test.each(commands.map(({ sort, name, example }) => [sort, name, example]))(
    'of %s %s is a command whose configuration is valid',
    async (_, name, example) => {
      // The header of an ONNX file is read at once.
      const words = wordsOf(example).map((word) => word.replace('model.onnx', onnxFile));
      const options = await optionsOf(words);
      expect(words.join(' ')).toContain(name);
      if (words[0] === 'train') {
        const config = await trainConfig(options);
        expect(JSON.stringify(config)).toContain(name);
      }
    },
  );

  test.each(expressions.map(({ name, example }) => [name, example]))(
    'of %s is an expression that gives a number',
    async (_, example) => {
      const entry = pathToFileURL(packagePath('dist', 'retrieval', 'index.js')).href;
      const retrieval = (await import(/* @vite-ignore */ entry)) as Record<string, unknown>;
      expect(Number.isFinite(runInNewContext(example, { ...retrieval, Int32Array, Math }))).toBe(true);
    },
  );
});

test('every option of everything has a meaning', () => {
  const described = [...entries.filter(({ schema }) => schema), ...findByName('run')];
  expect(described.length).toBeGreaterThan(30);
  for (const entry of described) {
    const schema = 'schema' in entry ? jsonSchemaOf(entry.schema!) : findByName('run')[0].options!;
    const silent = describeFields(schema).filter(
      ({ name, meaning }) => meaning === undefined && !/(^|\.)(kind|name|from|loss|weight)$/.test(name),
    );
    expect(silent.map(({ name }) => `${entry.name}: ${name}`)).toEqual([]);
  }
});

test('a description has range, default and meaning as the schema has them', () => {
  const lines: string[] = [];
  vi.spyOn(console, 'log').mockImplementation((text: string) => void lines.push(text));
  run('listLikelihood', { json: false });
  const text = lines.join('\n');
  expect(text).toContain('listLikelihood (loss)');
  expect(text).toContain('Source: Xia et al. 2008');
  expect(text).toMatch(/temperature\n +number from 0\.03; default 0\.1\n +Divides the similarities\./);
  expect(text).toContain('listLikelihood (method)');
  const schema = lossRegistry.find('listLikelihood')!.schema;
  expect(schema.parse({ kind: 'listLikelihood' })).toMatchObject({ temperature: 0.1 });
});

test('a ranker is described with its options, and with how a training goes by it', async () => {
  const [found] = findByName('reciprocal');
  expect(found).toMatchObject({ sort: 'ranker', source: 'Zhong et al. 2017' });
  expect(Object.keys(found.options!.properties!)).toEqual(expect.arrayContaining(['k1', 'k2', 'lambda']));
  for (const { facts } of entriesOf.rankers()) {
    const [, change] = /--set '(.*)'$/.exec(facts![0])!;
    const { loss } = await trainConfig({ data: 'photos/', set: [change] });
    expect(rankersOf(loss)).toHaveLength(1);
  }
});

test('metrics are found at any depth, fields of a run by their names', () => {
  expect(findByName('R@20')[0]).toMatchObject({ name: 'R@k', sort: 'metric' });
  expect(findByName('training')[0]).toMatchObject({ sort: 'field of a run' });
  expect(averagePrecision([0, 2])).toBeCloseTo(5 / 6, 12);
});

test.each([
  ['rankOrderPreservatoin', 'did you mean "rankOrderPreservation"?'],
  ['loses', 'did you mean "losses"?'],
  ['losses', 'asym list losses'],
  ['zzzzzzzzz', 'asym list'],
])('%s is answered with %s', (name, fix) => {
  expect(() => findByName(name)).toThrow(
    expect.objectContaining({ details: expect.objectContaining({ fix, kind: 'usage' }) as object }),
  );
});
