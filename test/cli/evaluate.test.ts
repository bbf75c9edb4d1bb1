import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { evaluateCommand } from '../../src/cli/evaluate.js';
import { exitCodeOf } from '../../src/cli/exitCodes.js';
import type { EmbeddingMatrix } from '../../src/vectors/embeddingMatrix.js';
import { writeEmbeddingFile } from '../../src/vectors/writeEmbeddingFile.js';
import { randomMatrix } from '../retrieval/ranking/matrices.js';
import { float64, MatWriter } from '../vectors/formats/byHand.js';
import { temporaryFolder } from '../helpers/temporaryFolder.js';
import { fromScores, scoresOfRanking } from '../retrieval/protocols/scores.js';
import { names, queries, gallery, easy, medium, hard } from './revisitedLists.js';

const fileOf = temporaryFolder();
const gnd = join(import.meta.dirname, '../datasets/groundTruth/fixtures', 'numpy2-protocol4.pkl');

const perCent = (fraction: number) => Number((100 * fraction).toFixed(2));

let printed: string[];
beforeAll(() => selectBackend());
beforeEach(() => {
  printed = [];
  vi.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line));
});

async function run(...args: string[]): Promise<string> {
  const command = evaluateCommand()
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
  await command.parseAsync(args, { from: 'user' });
  return printed.join('\n');
}
const named = (q: string, ...x: string[]) =>
  run('--protocol', 'roxford5k', '--ground-truth', gnd, '--queries', q, '--gallery', ...x);
const score = (q: string, ...x: string[]) => named(q, ...x, '--by-order');
interface Printed {
  galleryCount: number;
  distractorCount: number;
  dimension: number;
  setups: Record<
    string,
    {
      queries: number;
      leftOut: number;
      measures: Record<string, { value: number; low: number; high: number }>;
      perQuery?: Record<string, (number | null)[]>;
    }
  >;
  notes: string[];
  named: { queries: string; gallery: string };
}
const json = async (work: Promise<string>) => {
  const text = await work;
  expect(printed).toHaveLength(1);
  return JSON.parse(text) as Printed;
};
const mapOf = ({ setups }: Printed) => Object.values(setups).map(({ measures }) => measures.mAP.value);

async function file(name: string, matrix: EmbeddingMatrix, ids?: string[]): Promise<string> {
  const path = fileOf(name);
  await writeEmbeddingFile(path, { matrix, ids });
  return path;
}
function reordered({ data, columns }: EmbeddingMatrix, order: number[]): EmbeddingMatrix {
  const rows = order.flatMap((row) => [...data.subarray(row * columns, (row + 1) * columns)]);
  return { data: Float32Array.from(rows), rows: order.length, columns };
}
/** The exit code and the message of a refusal. */
async function refusal(work: Promise<unknown>): Promise<[number, string]> {
  const error = await work.then(
    () => expect.unreachable(),
    (caught: unknown) => caught,
  );
  return [exitCodeOf(error), (error as Error).message];
}

describe('asym evaluate', () => {
  test('prints a table in per cent with two decimals', async () => {
    const text = await score(await file('q.npy', queries), await file('x.npy', gallery));
    expect(text).toMatch(/Revisited Oxford \(ROxford5k\): 6 pictures, vectors of 2 numbers; per cent/);
    expect(text).toMatch(/setup +queries +left out +mAP +mP@1 +mP@5 +mP@10/);
    expect(text).toMatch(/easy +2 +1 +79\.17 \(79\.17 to 79\.17\) +100\.00 +66\.67 +66\.67/);
    expect(easy).toBeCloseTo(0.79167, 5);
    expect(text).toMatch(new RegExp(`medium +2 +0 +${perCent(medium).toFixed(2)} `));
    expect(text).toMatch(/hard +2 +0 +62\.50 \(25\.00 to 100\.00\) +50\.00/);
  });

  test('prints one JSON document, with each query where it is asked for', async () => {
    const files = [await file('q.npy', queries), await file('x.npy', gallery)] as const;
    const report = await json(score(...files, '--json', '--per-query'));
    expect(mapOf(report)).toEqual([easy, medium, hard].map(perCent));
    expect(report).toMatchObject({
      protocol: 'roxford5k',
      unit: 'per cent',
      galleryCount: 6,
      distractorCount: 0,
    });
    expect(report.setups.easy).toMatchObject({ queries: 2, leftOut: 1, perQuery: { mAP: [79.17, null] } });
    expect(report.setups.hard.perQuery!.mAP).toEqual([100, 25]);
    const short = await json((printed.splice(0), score(...files, '--json')));
    expect(short.setups.easy.perQuery).toBeUndefined();
  });

  test.each(['npz', 'safetensors', 'parquet', 'mat', 'npy'])(
    'finds rows by their ids in .%s files',
    async (format) => {
      const order = [4, 2, 0, 5, 1, 3];
      const x = await file(
        `ids.${format}`,
        reordered(gallery, order),
        order.map((row) => `jpg/${names[row]}.jpg`),
      );
      const ids = ['christ_church_001005', 'all_souls_000051'];
      const q = await file(`queries.${format}`, reordered(queries, [1, 0]), ids);
      const arrays = format === 'mat' ? ['--query-array', 'X'] : [];
      const report = await json(named(q, x, ...arrays, '--json'));
      expect(mapOf(report)).toEqual([easy, medium, hard].map(perCent));
      expect(report.named.gallery).toContain('ids');
    },
  );

  test('takes the owners’ file of features: X and Q, pictures as columns, in double precision', async () => {
    const writer = new MatWriter();
    const variable = (name: string, { data, rows, columns }: EmbeddingMatrix) =>
      writer.packed(writer.matrix(6, [columns, rows], name, writer.element(9, float64(...data))));
    const features = fileOf('features.mat', writer.file(variable('X', gallery), variable('Q', queries)));
    expect(mapOf(await json(score(features, features, '--json')))).toEqual([easy, medium, hard].map(perCent));
    printed.splice(0);
    const [code, message] = await refusal(score(features, features, '--pictures-are', 'rows'));
    expect([code, message]).toEqual([
      3,
      expect.stringMatching(/6 rows[^]*2 rows of 6 numbers[^]*--pictures-are/),
    ]);
  });

  test('joins distractors behind the gallery, whether rows have ids or not', async () => {
    // One row above everything for query 0, one below everything.
    const far = { data: Float32Array.of(2, 0.01, 0.01, 0.01), rows: 2, columns: 2 };
    const expectedEasy = ((0 + 1 / 2) / 2 + (1 / 3 + 2 / 4) / 2) / 2;
    for (const ids of [undefined, names]) {
      const scored = ids ? named : score;
      const q = await file('q.npz', queries, ids && ['all_souls_000051', 'christ_church_001005']);
      const x = await file('x.npz', gallery, ids);
      printed.splice(0);
      const report = await json(scored(q, x, await file('far.npy', far), '--json'));
      expect(report.distractorCount).toBe(2);
      expect(mapOf(report)[0]).toBe(perCent(expectedEasy));
      expect(report.notes[0]).toMatch(/lengths from [^]* to 2\.00[^]*--similarity cosine/);
    }
  });

  test('compares by the cosine where it is asked to', async () => {
    const stretched = { ...gallery, data: gallery.data.map((value, i) => value * (1 + (i >> 1) ** 3)) };
    const files = [await file('q.npy', queries), await file('long.npy', stretched)] as const;
    const plain = await json(
      score(await file('q.npy', queries), await file('x.npy', gallery), '--similarity', 'cosine', '--json'),
    );
    printed.splice(0);
    const report = await json(score(...files, '--similarity', 'cosine', '--json'));
    expect(report.setups).toEqual(plain.setups);
    expect(report.notes).toEqual([]);
    printed.splice(0);
    expect((await json(score(...files, '--json'))).setups).not.toEqual(plain.setups);
  });

  test('scores Google Landmarks v2 by the ids of index.csv, without the ignored queries', async () => {
    const solution = fileOf(
      'solution.csv',
      'id,images,Usage\nt1,i3 i1,Private\nt2,None,Ignored\nt3,i2,Public\n',
    );
    const [index, test] = [fileOf('index.csv', 'id\ni1\ni2\ni3\n'), fileOf('test.csv', 'id\nt3\nt1\n')];
    // Rows are t3 and t1: the one positive of t3 is second; those of t1 are first and third.
    const scores = fromScores([scoresOfRanking([0, 1, 2]), scoresOfRanking([0, 1, 2])]);
    const files = [
      '--queries',
      await file('t.npy', scores.queries),
      '--gallery',
      await file('i.npy', scores.gallery),
    ];
    const protocol = ['--protocol', 'google-landmarks-v2', '--ground-truth', solution, '--json'];
    const ids = ['--gallery-ids', index, '--query-ids', test];
    const { setups } = await json(run(...protocol, ...files, ...ids));
    expect(setups.public.measures['mAP@100'].value).toBe(50);
    expect(setups.private.measures['mAP@100'].value).toBe(perCent((1 + 2 / 3) / 2));
    const [code, message] = await refusal(run(...protocol, ...files));
    expect([code, message]).toEqual([2, expect.stringMatching(/--gallery-ids/)]);
  });

  test('scores products among themselves', async () => {
    const list = fileOf(
      'Ebay_test.txt',
      'image_id class_id super_class_id path\n1 7 1 a/1.JPG\n2 7 1 a/2.JPG\n3 8 1 a/3.JPG\n',
    );
    const scores = fromScores([
      [1, 0.5, 0.7],
      [0.5, 1, 0.2],
      [0.7, 0.2, 1],
    ]);
    const report = await json(
      run(
        '--protocol',
        'stanford-online-products',
        '--ground-truth',
        list,
        '--json',
        '--queries',
        await file('s.npy', scores.queries),
        '--gallery',
        await file('g.npy', scores.gallery),
        '--by-order',
      ),
    );
    // Picture 1 finds its fellow second, picture 2 first; picture 3 has none.
    expect(report.setups.all).toMatchObject({ queries: 3, leftOut: 1 });
    expect(report.setups.all.measures['R@1'].value).toBe(50);
    expect(report.setups.all.measures.mAP.value).toBe(75);
  });

  const small = randomMatrix(5, 2, 1);
  test('refuses what does not fit the ground truth', async () => {
    const [q, x, five] = [
      await file('q.npy', queries),
      await file('x.npy', gallery),
      await file('five.npy', small),
    ];
    const seven = await file('seven.npy', randomMatrix(7, 2, 1));
    const wide = await file('wide.npy', randomMatrix(6, 3, 1));
    const wrongIds = await file('wrong.npz', gallery, [...names.slice(1), 'other']);
    const cases: [() => Promise<string>, RegExp][] = [
      [() => named(q, x), /have no names[^]*x\.npy[^]*"all_souls_000013"[^]*--by-order/],
      [() => score(q, five), /the gallery[^]*6 rows, or ids[^]*5 rows/],
      // Seven rows are no gallery of six with a distractor: those are files of their own.
      [() => score(q, seven), /the gallery[^]*6 rows, or ids[^]*7 rows[^]*distractors/],
      [() => score(five, x), /the queries[^]*2 rows, or ids[^]*5 rows/],
      [() => score(q, wide), /dimension/],
      [() => score(q, x, wide), /dimension/],
      [() => named(q, wrongIds), /no embedding[^]*1 pictures missing[^]*"all_souls_000013"[^]*"other"/],
      [() => score(q, fileOf('absent.npy')), /absent\.npy/],
      [() => score(q, fileOf('broken.npy', 'not numpy')), /broken\.npy/],
      [
        () => run('--protocol', 'in-shop', '--ground-truth', gnd, '--queries', q, '--gallery', x),
        /UTF-8|not the list of In-Shop/,
      ],
      [
        () =>
          run(
            '--protocol',
            'rparis6k',
            '--ground-truth',
            fileOf('x.pkl', 'cos\nsystem\n.'),
            '--queries',
            q,
            '--gallery',
            x,
          ),
        /not a pickle/,
      ],
    ];
    for (const [work, message] of cases) {
      const [code, text] = await refusal(work());
      expect(text).toMatch(message);
      expect(code).toBe(3);
    }
    expect(printed).toEqual([]);
  });

  test('refuses pictures that In-Shop does not know, since they would change the numbers', async () => {
    const list = fileOf(
      'list_eval_partition.txt',
      '3\nimage_name item_id evaluation_status\nimg/a.jpg id_1 train\nimg/b.jpg id_2 query\nimg/c.jpg id_2 gallery\n',
    );
    const two = fromScores([[0.5, 0.7]]);
    const x = await file('all.npz', two.gallery, ['img/a.jpg', 'img/c.jpg']);
    const args = [
      '--protocol',
      'in-shop',
      '--ground-truth',
      list,
      '--queries',
      await file('one.npy', two.queries),
    ];
    const [code, message] = await refusal(run(...args, '--gallery', x));
    expect([code, message]).toEqual([
      3,
      expect.stringMatching(/does not know[^]*row 0[^]*1 others, such as "img\/a\.jpg"/),
    ]);
  });

  test('asks for what is missing and knows its choices', async () => {
    const q = await file('q.npy', queries);
    expect((await refusal(run('--protocol', 'oxford5k', '--queries', q)))[0]).toBe(2);
    expect((await refusal(run('--protocol', 'roxford5k', '--queries', q)))[0]).toBe(2);
  });
});
