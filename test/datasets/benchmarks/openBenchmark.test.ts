import { appendFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { benchmarkNames, type BenchmarkName } from '../../../src/datasets/benchmarks/names.js';
import { writePickle, type Picklable } from '../../../src/datasets/benchmarks/replicas/writePickle.js';
import { RetrievalError } from '../../../src/errors.js';
import { editFile, replicaFolder } from './replicaFolder.js';

const { base, open, remove, replica } = replicaFolder();
afterAll(remove);

test.each(benchmarkNames)('%s that is not there: how to get it', async (name) => {
  const how = new RegExp(`npx asym data get ${name}\`[^]*get ${name} --from FOLDER`);
  await expect(open(name, join(base, 'nowhere'))).rejects.toThrow(how);
  await expect(open(name, base)).rejects.toThrow(how);
});

test.each(benchmarkNames)('%s without its lists and folders: each one is named', async (name) => {
  const folder = await replica(name);
  const parts = readdirSync(folder).filter((part) => !/replica|Ebay_info|_final|ground_truth/.test(part));
  for (const part of readdirSync(folder)) rmSync(join(folder, part), { recursive: true });
  const error = await open(name, folder).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(RetrievalError);
  for (const part of parts) expect((error as Error).message).toContain(join(folder, part));
});

/** An edit of a replica's list, and the error that it must give. */
type Fault = [what: string, list: string, edit: (text: string) => string, error: RegExp];

function faultsOf(name: BenchmarkName, faults: Fault[]): void {
  describe(name, () => {
    test.each(faults)('%s', async (_, list, edit, error) => {
      const folder = await replica(name);
      editFile(join(folder, list), edit);
      await expect(open(name, folder)).rejects.toThrow(error);
    });
  });
}

const add = (line: string) => (text: string) => `${text}${line}\n`;
const again = (text: string) => `${text}${text.trimEnd().split('\n').at(-1)!}\n`;

faultsOf('revisitop1m', [
  ['climbing paths', 'revisitop1m.txt', add('../../secret.jpg'), /line of the list is wrong[^]*secret/],
  ['absolute paths', 'revisitop1m.txt', add('/etc/x.jpg'), /revisitop1m\.txt:13/],
  ['backslashes', 'revisitop1m.txt', add('a\\b.jpg'), /revisitop1m\.txt:13/],
  ['other files', 'revisitop1m.txt', add('notes.txt'), /revisitop1m\.txt:13[^]*notes/],
  ['an empty list', 'revisitop1m.txt', () => '\n', /at least one line/],
  ['a repeated line', 'revisitop1m.txt', again, /same id/],
  ['two faults at once', 'revisitop1m.txt', add('a\nb'), /2 problems[^]*:13[^]*:14/],
]);

const clean = 'metadata/train_clean.csv';
const table = 'metadata/index_image_to_landmark.csv';
const solution = 'ground_truth/retrieval_solution_v2.1.csv';
const id = '0123456789abcdef';
faultsOf('google-landmarks-v2', [
  [
    'a missing column',
    clean,
    (text) => text.replace('landmark_id', 'landmark'),
    /lacks a column[^]*train_clean\.csv:1/,
  ],
  ['an empty table', clean, () => '', /lacks a column/],
  ['a table with a header only', clean, () => 'landmark_id,images\n', /at least one row/],
  ['a landmark without pictures', clean, add('99,'), /train_clean\.csv:10[^]*16 hexadecimal/],
  ['an id that is a path', clean, add('99,../../../passwd'), /train_clean\.csv:10[^]*passwd/],
  ['a landmark that is no number', clean, add(`x,${id}`), /train_clean\.csv:10/],
  ['a repeated training picture', clean, again, /every picture once[^]*again/],
  ['an id of the index in capitals', 'metadata/index.csv', add(id.toUpperCase()), /index\.csv:11/],
  ['a repeated test picture', 'metadata/test.csv', again, /every picture once/],
  ['a landmark of a picture outside the index', table, add(`${id},3`), /index_image_to_landmark\.csv:11/],
  ['an index picture without a landmark', 'metadata/index.csv', add(id), /0123456789abcdef is missing/],
  [
    'a query outside the test set',
    solution,
    (text) => text.replace(/^\w{16}(?=.*Public)/m, id),
    /query of the solution is not in the test set[^]*0123456789abcdef/,
  ],
]);

test.each([
  [`${id},None,Nobody`, /usage[^]*Nobody/],
  [`${id},${id},Public`, /not in the index/],
])('google-landmarks-v2: solution with %s', async (row, error) => {
  const folder = await replica('google-landmarks-v2');
  appendFileSync(join(folder, solution), `${row}\n`);
  await expect(open('google-landmarks-v2', folder)).rejects.toThrow(error);
});

const shopList = 'Eval/list_eval_partition.txt';
faultsOf('in-shop', [
  ['a wrong count', shopList, (text) => text.replace('54', '55'), /not complete/],
  ['another status', shopList, (text) => text.replace(/train\n/, 'validation\n'), /validation/],
  ['a path that climbs', shopList, (text) => text.replace(/img\/\S+/, 'img/../../../x.jpg'), /climbs/],
  [
    'a picture that is not there',
    shopList,
    (text) => text.replace(/02_\S+/, 'gone.jpg'),
    /gone\.jpg: The picture is missing/,
  ],
]);

faultsOf('stanford-online-products', [
  ['another header', 'Ebay_train.txt', (text) => text.replace('class_id', 'class'), /not a list of Stanford/],
  ['a class that is no number', 'Ebay_test.txt', add('99 x 1 kettle_final/1_0.JPG'), /Ebay_test\.txt:14/],
  ['pictures of both lists', 'Ebay_test.txt', (text) => text.replace(/\S+_final\S+/, '../x.JPG'), /climbs/],
]);

faultsOf('cub-200-2011', [
  [
    'a picture without a class',
    'image_class_labels.txt',
    (text) => text.replace('60 12\n', ''),
    /not in every list/,
  ],
  ['a class without a name', 'classes.txt', (text) => text.replace(/^12 .*\n/m, ''), /without a name/],
  [
    'a split of another kind',
    'train_test_split.txt',
    (text) => text.replace(/^60 \d/m, '60 2'),
    /train_test_split\.txt:60/,
  ],
]);

describe.each(['roxford5k', 'rparis6k'] as const)('%s', (name) => {
  test.each([
    ['no pickle', Buffer.from('{"imlist":[]}'), /not a pickle/],
    ['code', Buffer.from('\x80\x02cos\nsystem\nX\x02\x00\x00\x00id\x85R.', 'latin1'), /nothing was executed/],
    ['a missing list', writePickle(new Map<string, Picklable>([['imlist', ['a']]])), /qimlist/],
  ])('ground truth that is %s', async (_, content, error) => {
    const folder = await replica(name);
    writeFileSync(join(folder, `gnd_${name}.pkl`), content);
    await expect(open(name, folder)).rejects.toThrow(error);
  });

  test('pictures that are missing are all named; a name that leaves the folder is refused', async () => {
    const folder = await replica(name);
    const [first, second] = readdirSync(join(folder, 'jpg'));
    for (const file of [first, second]) rmSync(join(folder, 'jpg', file));
    const missing = new RegExp(`2 problems[^]*npx asym data get ${name}`);
    await expect(open(name, folder)).rejects.toThrow(missing);
    const entry = new Map<string, Picklable>([
      ['bbx', [0, 0, 9, 9]],
      ['easy', [0]],
      ['hard', []],
      ['junk', []],
    ]);
    const content = new Map<string, Picklable>([
      ['imlist', ['../x']],
      ['qimlist', ['y']],
      ['gnd', [entry]],
    ]);
    writeFileSync(join(folder, `gnd_${name}.pkl`), writePickle(content));
    await expect(open(name, folder)).rejects.toThrow(/climbs/);
  });
});
