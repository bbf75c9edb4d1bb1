import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createReplica } from '../../../src/datasets/benchmarks/replicas/createReplica.js';
import { openBenchmark } from '../../../src/datasets/benchmarks/openBenchmark.js';
import { evaluateProtocol } from '../../../src/retrieval/protocols/evaluateProtocol.js';
import { openEvaluation } from '../../../src/retrieval/protocols/openEvaluation.js';
import { protocolNames, type ProtocolName } from '../../../src/datasets/groundTruth/protocolNames.js';
import { writeEmbeddingFile } from '../../../src/vectors/writeEmbeddingFile.js';
import { randomMatrix } from '../ranking/matrices.js';

const folder = mkdtempSync(join(tmpdir(), 'asym-replicas-'));
afterAll(() => rmSync(folder, { recursive: true }));

const groundTruths: Record<ProtocolName, string> = {
  roxford5k: 'gnd_roxford5k.pkl',
  rparis6k: 'gnd_rparis6k.pkl',
  'google-landmarks-v2': 'ground_truth/retrieval_solution_v2.1.csv',
  'in-shop': 'Eval/list_eval_partition.txt',
  'stanford-online-products': 'Ebay_test.txt',
  'cub-200-2011': '.',
};

test.each(protocolNames)('%s: vectors by the ids of extracted pictures, in any order', async (name) => {
  const root = join(folder, name);
  await createReplica(name, root, { seed: 3 });
  const dataset = await openBenchmark(name, { folder: root, cacheFolder: join(folder, 'cache') });
  const split = name === 'cub-200-2011' ? 'unseen-classes' : 'official';
  const { queries, gallery } = dataset.splits[split];
  const embeddings = {
    queries: randomMatrix(queries.length, 6, 1),
    gallery: randomMatrix(gallery.length, 6, 2),
  };
  const bootstrap = { resamples: 10 };
  const groundTruth = dataset.groundTruths[split];
  const expected = await evaluateProtocol({ protocol: name, groundTruth, ...embeddings, bootstrap });
  const files = { queries: join(folder, `${name}-q.npz`), gallery: [join(folder, `${name}-x.npz`)] };
  for (const [file, matrix, rows] of [
    [files.queries, embeddings.queries, queries],
    [files.gallery[0], embeddings.gallery, gallery],
  ] as const) {
    // From the last row to the first.
    const order = Array.from(rows, (_, i) => rows.length - 1 - i);
    const data = Float32Array.from(order.flatMap((row) => [...matrix.data.subarray(6 * row, 6 * row + 6)]));
    const ids = order.map((i) => dataset.records[rows[i]].id);
    await writeEmbeddingFile(file, { matrix: { ...matrix, data }, ids });
  }
  const input = await openEvaluation({
    protocol: name,
    ...files,
    groundTruth: join(root, groundTruths[name]),
  });
  const found = await evaluateProtocol({ ...input, bootstrap });
  expect(found.setups.map(({ measures }) => measures.length > 0)).toContain(true);
  expect(found.galleryCount).toBe(gallery.length);
  expect(found).toEqual(expected);
});

test('rows are found by whatever list beside the vectors has the names, which is said', async () => {
  const partition = join(folder, 'list_eval_partition.txt');
  writeFileSync(
    partition,
    '2\nimage_name item_id evaluation_status\nimg/a.jpg id_1 query\nimg/b.jpg id_1 gallery\n',
  );
  const files = { protocol: 'in-shop', groundTruth: partition } as const;
  const vectors = { queries: join(folder, 'q.npy'), gallery: [join(folder, 'x.npy')] };
  await writeEmbeddingFile(vectors.queries, {
    matrix: { data: Float32Array.of(1, 0, 0, 1), rows: 2, columns: 2 },
  });
  await writeEmbeddingFile(vectors.gallery[0], {
    matrix: { data: Float32Array.of(0, 1), rows: 1, columns: 2 },
  });
  await expect(openEvaluation({ ...files, ...vectors })).rejects.toThrow(
    /have no names[^]*x\.npy[^]*--by-order/,
  );
  writeFileSync(join(folder, 'x.csv'), 'shop,photo\n1,b.jpg\n');
  writeFileSync(join(folder, 'q.txt'), 'another.jpg\na.jpg\n');
  const { queryRows, galleryRows, named } = await openEvaluation({ ...files, ...vectors });
  expect([queryRows, galleryRows]).toEqual([Int32Array.of(1), Int32Array.of(0)]);
  expect(named).toEqual({
    queries: join(folder, 'q.txt'),
    gallery: `column "photo" of ${join(folder, 'x.csv')}`,
  });
});
