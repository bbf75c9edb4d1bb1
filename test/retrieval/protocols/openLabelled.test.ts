import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { selectBackend } from '../../../src/compute/backend/selectBackend.js';
import { randomSource } from '../../../src/base/randomSource.js';
import { evaluateProtocol } from '../../../src/retrieval/protocols/evaluateProtocol.js';
import type { SetupReport } from '../../../src/retrieval/protocols/types.js';
import { failureCases } from '../../../src/retrieval/protocols/failureCases.js';
import { labelReports } from '../../../src/retrieval/protocols/labelReports.js';
import { openLabelled, type LabelledFiles } from '../../../src/retrieval/protocols/openLabelled.js';
import { rowsOf } from '../../../src/vectors/gallery/gallerySource.js';
import { unitLength } from '../../../src/vectors/unitLength.js';
import { writeEmbeddingFile } from '../../../src/vectors/writeEmbeddingFile.js';
import { temporaryFolder } from '../../helpers/temporaryFolder.js';
import { matrixOf } from '../ranking/matrices.js';

interface Scores {
  all: Record<string, number>;
  perLabel: Record<string, number[]>;
  averagePrecisionPerQuery: number[];
  ndcgPerQuery: number[];
}
/** Labelled vectors and how pytorch-metric-learning and scikit-learn score them. */
const stored = JSON.parse(readFileSync(join(import.meta.dirname, 'fixtures', 'labelled.json'), 'utf8')) as {
  vectors: number[][];
  labels: number[];
  isQuery: boolean[];
  amongAll: Scores;
  byRole: Scores;
};

const fileOf = temporaryFolder();
const ids = stored.labels.map((label, n) => `class ${label}/${n}.jpg`);
const table = (role: (n: number) => string): string =>
  ['id,label,role', ...ids.map((id, n) => `${id},class ${stored.labels[n]},${role(n)}`)].join('\n');
beforeAll(() => selectBackend());

/** Writes some of the vectors, the last one first, so that only ids can find them. */
async function vectors(name: string, isWanted: (n: number) => boolean = () => true): Promise<string> {
  const rows = ids.flatMap((_, n) => (isWanted(n) ? [n] : [])).reverse();
  const matrix = matrixOf(rows.map((n) => stored.vectors[n]));
  await writeEmbeddingFile(fileOf(name), { matrix, ids: rows.map((n) => ids[n]) });
  return fileOf(name);
}

async function setupOf(files: LabelledFiles): Promise<{ setup: SetupReport; labels: string[] }> {
  const input = await openLabelled(files);
  const { setups } = await evaluateProtocol({ ...input, bootstrap: { resamples: 50 } });
  return { setup: setups[0], labels: input.queryLabels };
}
const counted = (setup: SetupReport, name: string): number[] =>
  [...setup.measures.find((measure) => measure.name === name)!.perQuery].filter((x) => !Number.isNaN(x));

function expectStored({ setup, labels }: { setup: SetupReport; labels: string[] }, scores: Scores): void {
  for (const [name, value] of Object.entries(scores.all)) {
    const { estimate } = setup.measures.find((measure) => measure.name === name)!;
    // The library computes reciprocal ranks in float32.
    expect(estimate.mean).toBeCloseTo(value, 6);
    expect(estimate.low).toBeLessThan(estimate.mean);
    expect(estimate.high).toBeGreaterThan(estimate.mean);
  }
  const near = (values: number[]): unknown[] => values.map((x) => expect.closeTo(x, 6) as unknown);
  expect(counted(setup, 'mAP')).toEqual(near(scores.averagePrecisionPerQuery));
  expect(counted(setup, 'NDCG')).toEqual(near(scores.ndcgPerQuery));
  const reports = labelReports(setup, labels).sort((a, b) => a.label.localeCompare(b.label));
  for (const [name, values] of Object.entries(scores.perLabel)) {
    const found = reports.map(({ measures }) => measures.find((one) => one.name === name)!.estimate.mean);
    expect(found).toEqual(near(values));
  }
}

describe('labelled vectors are scored as by pytorch-metric-learning and scikit-learn', () => {
  test('where every picture is searched among all others', async () => {
    const gallery = [await vectors('all.npz')];
    const result = await setupOf({
      labels: fileOf(
        'all.csv',
        table(() => ''),
      ),
      gallery,
    });
    expect(result.setup.queries).toHaveLength(ids.length);
    expect(result.setup.excludedQueries).toBe(1);
    expectStored(result, stored.amongAll);
  });

  test('where pictures have roles, in one file or in two', async () => {
    const isQuery = (n: number) => stored.isQuery[n];
    const labels = fileOf(
      'roles.csv',
      table((n) => (isQuery(n) ? 'query' : 'gallery')),
    );
    const gallery = [await vectors('gallery.npz', (n) => !isQuery(n))];
    const queries = await vectors('queries.npz', isQuery);
    expectStored(await setupOf({ labels, gallery, queries }), stored.byRole);
    expectStored(await setupOf({ labels, gallery: [await vectors('both.npz')] }), stored.byRole);
  });
});

describe('openLabelled', () => {
  const labels = (...lines: string[]): string => fileOf('own.csv', ['id,label,role', ...lines].join('\n'));
  const write = async (name: string, rows: number[][], names?: string[]): Promise<string> => {
    await writeEmbeddingFile(fileOf(name), { matrix: matrixOf(rows), ...(names && { ids: names }) });
    return fileOf(name);
  };
  const fan = [
    [1, 0],
    [0.96, 0.28],
    [0.8, 0.6],
    [0, 1],
  ];
  const own = ['a,cat,query', 'b,dog,gallery', 'c,cat,gallery', 'd,,gallery'];

  test('leaves junk and ignored pictures out, and names what is found for bad queries', async () => {
    const gallery = [await write('own.npz', fan, ['a', 'b', 'c', 'd'])];
    const plain = await openLabelled({ labels: labels(...own), gallery });
    const [setup] = (await evaluateProtocol(plain)).setups;
    expect(counted(setup, 'mAP')).toEqual([0.5]);
    const [failure] = await failureCases(plain, setup, { depth: 2 });
    expect(failure).toMatchObject({ query: 'a', label: 'cat', averagePrecision: 0.5, firstRight: 2 });
    expect(failure.found).toMatchObject([
      { id: 'b', label: 'dog' },
      { id: 'c', label: 'cat' },
    ]);
    const files = { labels: labels(...own), gallery };
    const junk = fileOf('junk.csv', 'query,gallery\na,b\n');
    expect(counted((await setupOf({ ...files, junk })).setup, 'mAP')).toEqual([1]);
    const ignore = fileOf('ignore.txt', 'b\n');
    expect(counted((await setupOf({ ...files, ignore })).setup, 'mAP')).toEqual([1]);
    const perfect = await openLabelled({ ...files, ignore });
    expect(await failureCases(perfect, (await evaluateProtocol(perfect)).setups[0])).toEqual([]);
  });

  test('finds the names in whatever column has those of the table', async () => {
    const labels = fileOf(
      'any-labels.csv',
      table(() => ''),
    );
    const rows = ids.map((_, n) => n).reverse();
    await writeEmbeddingFile(fileOf('any.npy'), { matrix: matrixOf(rows.map((n) => stored.vectors[n])) });
    fileOf('any.tsv', ['number\tphoto', ...rows.map((n) => `${n + 1000}\t/my/${ids[n]}`)].join('\n'));
    const files = { labels, gallery: [fileOf('any.npy')] };
    expectStored(await setupOf(files), stored.amongAll);
    const { named } = await openLabelled(files);
    expect(named.queries).toBe(named.gallery);
    expect(named.gallery).toMatch(/column "photo" of .*any\.tsv/);
  });

  test('takes the order of the rows only when it is asked for', async () => {
    const gallery = [await write('bare.npy', fan)];
    const files = { labels: labels(...own), gallery };
    await expect(openLabelled(files)).rejects.toThrow(/The vectors have no ids[^]*--by-order/);
    expect(counted((await setupOf({ ...files, byOrder: true })).setup, 'mAP')).toEqual([0.5]);
    const short = [await write('short.npy', fan.slice(0, 2))];
    await expect(openLabelled({ ...files, gallery: short, byOrder: true })).rejects.toThrow(
      /not as many[^]*4 \(every row of the table\) or 3 \(this side\)/,
    );
  });

  test('refuses vectors that the table does not name, unless they are to be ignored', async () => {
    const gallery = [await write('more.npz', [...fan, [0.6, 0.8]], ['a', 'b', 'c', 'd', 'e'])];
    const files = { labels: labels(...own), gallery };
    await expect(openLabelled(files)).rejects.toThrow(/does not name[^]*1 others, such as "e"/);
    const found = await setupOf({ ...files, ignore: fileOf('e.txt', 'e\n') });
    expect(counted(found.setup, 'mAP')).toEqual([0.5]);
    await expect(openLabelled({ ...files, ignore: fileOf('f.txt', 'e\nf\n') })).rejects.toThrow(
      /neither in the table[^]*"f"/,
    );
  });

  test('counts a further file without ids as distractors', async () => {
    const gallery = [
      await write('own.npz', fan, ['a', 'b', 'c', 'd']),
      await write('far.npy', [[0.95, 0.31]]),
    ];
    const input = await openLabelled({ labels: labels(...own), gallery });
    const report = await evaluateProtocol(input);
    expect(report.distractorCount).toBe(1);
    expect(counted(report.setups[0], 'mAP')).toEqual([1 / 3]);
    const [{ found }] = await failureCases(input, report.setups[0]);
    expect(found.map(({ id }) => id)).toEqual(['b', undefined, 'c']);
  });
});

test('a gallery in one file, in two or in seven has the same numbers to the last bit', async () => {
  const random = randomSource(3);
  const rows = 9000;
  const columns = 24;
  const data = Float32Array.from({ length: rows * columns }, () => random.normal());
  const matrix = unitLength({ data, rows, columns });
  const names = Array.from({ length: rows }, (_, n) => `p${n}`);
  writeFileSync(
    fileOf('split.csv'),
    ['id,label,role', ...names.map((id, n) => `${id},${n % 300},${n < 300 ? 'both' : 'gallery'}`)].join('\n'),
  );
  const measured = async (pieces: number) => {
    const size = Math.ceil(rows / pieces);
    const gallery = await Promise.all(
      Array.from({ length: pieces }, async (_, piece) => {
        const part = rowsOf(matrix, piece * size, Math.min(size, rows - piece * size));
        const file = fileOf(`split-${piece}-of-${pieces}.npz`);
        await writeEmbeddingFile(file, {
          matrix: part,
          ids: names.slice(piece * size, piece * size + part.rows),
        });
        return file;
      }),
    );
    const { setup } = await setupOf({ labels: fileOf('split.csv'), gallery, queries: gallery[0] });
    return setup.measures.map(({ name, perQuery }) => [name, [...perQuery]]);
  };
  const whole = await measured(1);
  expect(await measured(2)).toEqual(whole);
  expect(await measured(7)).toEqual(whole);
});
