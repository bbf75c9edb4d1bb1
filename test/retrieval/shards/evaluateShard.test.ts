import { cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { randomSource } from '../../../src/base/randomSource.js';
import { selectBackend } from '../../../src/compute/backend/selectBackend.js';
import type { EmbeddingMatrix } from '../../../src/vectors/embeddingMatrix.js';
import { evaluateProtocol } from '../../../src/retrieval/protocols/evaluateProtocol.js';
import { joinGalleries, type GalleryLengths } from '../../../src/retrieval/protocols/joinGalleries.js';
import type { ProtocolInput } from '../../../src/retrieval/protocols/types.js';
import { multiplyPlain, type Multiply } from '../../../src/retrieval/ranking/multiply.js';
import { evaluateShard } from '../../../src/retrieval/shards/evaluateShard.js';
import { mergeEvaluation } from '../../../src/retrieval/shards/mergeEvaluation.js';
import { matrixOf, randomMatrix } from '../ranking/matrices.js';
import { identityTruth, revisitedTruth } from '../protocols/scores.js';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'parts-'))));
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

const [rows, queryCount] = [113, 9];
const common = { bootstrap: { resamples: 20 }, rowsPerBlock: 8, queriesPerBlock: 4 };

/** Few different similarities, so that nearly every place is decided by the rule for ties. */
function tied(count: number, seed: number): EmbeddingMatrix {
  const random = randomSource(seed);
  return matrixOf(Array.from({ length: count }, () => [1 + random.integer(2), random.integer(3), 1]));
}

const labels = (count: number, seed: number): number[] => {
  const random = randomSource(seed);
  return Array.from({ length: count }, () => random.integer(6));
};
const some = (seed: number): number[] => {
  const random = randomSource(seed);
  return [...new Set(Array.from({ length: 6 }, () => random.integer(90)))];
};

const revisited = revisitedTruth(
  90,
  Array.from({ length: queryCount }, (_, q) => {
    const [easy, hard, junk] = [some(q), some(q + 100), some(q + 200)];
    const others = hard.filter((row) => !easy.includes(row));
    return { easy, hard: others, junk: junk.filter((row) => !easy.includes(row) && !others.includes(row)) };
  }),
);
const inputs: [string, ProtocolInput][] = [
  [
    'ties, three setups and distractors',
    {
      ...common,
      protocol: 'roxford5k',
      groundTruth: revisited,
      queries: tied(queryCount, 1),
      gallery: tied(rows, 2),
      searchedRows: rows,
    },
  ],
  [
    'identities and the queries themselves',
    {
      ...common,
      protocol: 'labels',
      groundTruth: identityTruth(
        labels(rows, 3),
        labels(queryCount, 4),
        Array.from({ length: queryCount }, (_, q) => 11 * q),
      ),
      queries: randomMatrix(queryCount, 5, 5),
      gallery: randomMatrix(rows, 5, 6),
    },
  ],
];
const [[, plain]] = inputs as [[string, ProtocolInput]];

async function inShards(input: ProtocolInput, count: number, order?: number[]) {
  for (const index of order ?? Array.from({ length: count }, (_, n) => n + 1))
    await evaluateShard(input, { index, count }, { folder });
  return mergeEvaluation(input, count, { folder });
}
const errorOf = (work: Promise<unknown>): Promise<Error> =>
  work.then(
    () => expect.unreachable(),
    (error: unknown) => error as Error,
  );
const fileOf = (name: string): string => join(folder, name);

describe.each(['plain', 'the backend'])('by %s products', (products) => {
  beforeEach(async () => void (products === 'plain' || (await selectBackend())));
  const with_ = (input: ProtocolInput): ProtocolInput =>
    products === 'plain' ? { ...input, multiply: multiplyPlain } : input;

  test.each(inputs)('any number of shards gives the numbers of one process: %s', async (_, input) => {
    const whole = await evaluateProtocol(with_(input));
    expect(await evaluateProtocol(with_({ ...input, heldBytes: 0 }))).toEqual(whole);
    for (const count of [1, 2, 3, 7, 15]) {
      const { report } = await inShards(with_(input), count);
      expect(report).toEqual(whole);
      rmSync(folder, { recursive: true });
    }
    expect((await inShards(with_(input), 3, [3, 1, 2])).report).toEqual(whole);
  });
});

test('a gallery in blocks has the lengths of its vectors, whatever is read for others', async () => {
  const gallery = plain.gallery as EmbeddingMatrix;
  let lengths: GalleryLengths | undefined;
  const whole = joinGalleries([gallery], { onRows: (seen) => (lengths = { ...seen }) });
  await evaluateProtocol({ ...plain, gallery: whole });
  expect((await inShards(plain, 4)).lengths).toEqual(lengths);
  const stream = { ...plain, gallery: whole };
  expect(String(await errorOf(evaluateShard(stream, { index: 1, count: 2 }, { folder })))).toMatch(
    /Of this gallery no parts can be read[^]*openEvaluation/,
  );
});

test('a shard that is killed and called again counts once, and what is there is not computed again', async () => {
  const whole = await evaluateProtocol(plain);
  const stop = new Error('killed');
  let calls = 0;
  const dying: Multiply = (queries, block) => {
    if (++calls > 9) throw stop;
    return multiplyPlain(queries, block);
  };
  await expect(evaluateShard({ ...plain, multiply: dying }, { index: 1, count: 3 }, { folder })).rejects.toBe(
    stop,
  );
  expect(existsSync(fileOf('1-of-3.part'))).toBe(false);
  expect((await inShards(plain, 3)).report).toEqual(whole);
  const multiply = vi.fn(multiplyPlain);
  for (const index of [1, 2, 3])
    expect(await evaluateShard({ ...plain, multiply }, { index, count: 3 }, { folder })).toMatchObject({
      reused: true,
    });
  expect(multiply).not.toHaveBeenCalled();
});

test('similarities that others have left are not computed again, and those of a damaged file are', async () => {
  const of = async (): Promise<number> => {
    const multiply = vi.fn(multiplyPlain);
    await evaluateShard({ ...plain, multiply }, { index: 2, count: 2 }, { folder });
    return multiply.mock.calls.length;
  };
  const alone = await of();
  rmSync(fileOf('2-of-2.part'));
  const again = await of();
  expect(again).toBeLessThan(alone);
  rmSync(fileOf('2-of-2.part'));
  const warned = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  flip(fileOf('1-of-2.similarities'));
  expect(await of()).toBeGreaterThan(again);
  expect(warned.mock.calls.join()).toMatch(/1-of-2\.similarities was changed[^]*made again/);
  expect((await inShards(plain, 2)).report).toEqual(await evaluateProtocol(plain));
});

function flip(file: string): void {
  const bytes = readFileSync(file);
  bytes[bytes.length - 3] ^= 4;
  writeFileSync(file, bytes);
}

describe('what is not whole is named with what makes it again', () => {
  const refused = async (input: ProtocolInput = plain): Promise<string> =>
    (await errorOf(mergeEvaluation(input, 3, { folder, remake: ({ index }) => `again ${index}` }))).message;

  test('a part that is missing, damaged, cut off or renamed', async () => {
    await inShards(plain, 3);
    const [first, second, third] = [1, 2, 3].map((index) => fileOf(`${index}-of-3.part`)) as [
      string,
      string,
      string,
    ];
    rmSync(first);
    flip(second);
    writeFileSync(third, readFileSync(third).subarray(0, 100));
    expect(await refused()).toMatch(
      /3 of 3 parts[^]*1-of-3\.part: none\n {6}run again 1[^]*2-of-3\.part: one that is not what was written\n {6}run again 2[^]*3-of-3\.part: one that is not/,
    );
    const warned = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    expect((await inShards(plain, 3)).report).toEqual(await evaluateProtocol(plain));
    expect(warned).toHaveBeenCalledTimes(2);
    cpSync(first, third);
    expect(await refused()).toMatch(/3-of-3\.part: shard 1\/3, which would count twice\n {6}run again 3/);
    await evaluateShard(plain, { index: 3, count: 3 }, { folder });
    await mergeEvaluation(plain, 3, { folder });
  });

  test.each<[string, Partial<ProtocolInput>]>([
    ['queries', { queries: tied(queryCount, 9) }],
    ['gallery', { gallery: tied(rows, 9) }],
    [
      'ground truth',
      {
        groundTruth: revisitedTruth(
          90,
          revisited.queries.map((q) => ({ easy: [...q.easy, 89], hard: [...q.hard], junk: [] })),
        ),
      },
    ],
    ['size of blocks', { rowsPerBlock: 16 }],
  ])('a part of another %s', async (_, change) => {
    const input = { ...plain, ...change };
    await inShards(plain, 3);
    expect(await refused(input)).toMatch(/3 of 3 parts[^]*1-of-3\.part: one of other vectors/);
    const error = await errorOf(evaluateShard(input, { index: 1, count: 3 }, { folder }));
    expect(error.message).toMatch(/place of the part is taken[^]*1-of-3\.part/);
  });

  test('parts of machines that compute other last digits, unless they share what is compared', async () => {
    const other: Multiply = (queries, block) =>
      multiplyPlain(queries, block).map((score) => score * (1 + 2 ** -22));
    const apart = { ...plain, ...inputs[1][1], multiply: multiplyPlain };
    await evaluateShard(apart, { index: 1, count: 2 }, { folder });
    const [similarities, part] = ['1-of-2.similarities', '1-of-2.part'].map(fileOf) as [string, string];
    renameSync(similarities, `${similarities}.away`);
    renameSync(fileOf('2-of-2.similarities'), fileOf('2-of-2.away'));
    await evaluateShard({ ...apart, multiply: other }, { index: 2, count: 2 }, { folder });
    const error = await errorOf(mergeEvaluation(apart, 2, { folder }));
    expect(error.message).toMatch(/2 of 2 parts[^]*similarities of another machine/);
    expect(existsSync(part)).toBe(true);
    // A listed row does not stand above itself, although the second machine computes it anew.
    for (const name of ['2-of-2.part', '1-of-2.part', '1-of-2.similarities', '2-of-2.similarities'])
      rmSync(fileOf(name));
    await evaluateShard(apart, { index: 1, count: 2 }, { folder });
    rmSync(fileOf('1-of-2.part'));
    for (const index of [1, 2])
      await evaluateShard({ ...apart, multiply: other }, { index, count: 2 }, { folder });
    const { report } = await mergeEvaluation(apart, 2, { folder });
    expect(report.setups[0].measures[0].estimate.mean).toBeCloseTo(
      (await evaluateProtocol(apart)).setups[0].measures[0].estimate.mean,
      1,
    );
  });
});

test('shards at the same time compute every similarity once for all, and give the same numbers', async () => {
  const multiply = vi.fn((async (queries, block) => {
    await new Promise((resolve) => setImmediate(resolve));
    return multiplyPlain(queries, block);
  }) satisfies Multiply);
  const input = { ...plain, multiply };
  await Promise.all([1, 2, 3].map((index) => evaluateShard(input, { index, count: 3 }, { folder })));
  // Each of 15 blocks with each of three of queries, once to look up and once to count.
  expect(multiply.mock.calls.length).toBeLessThanOrEqual(2 * 15 * 3);
  expect((await mergeEvaluation(plain, 3, { folder })).report).toEqual(await evaluateProtocol(plain));
});

test('a second process at the same shard, and more shards than blocks, are refused', async () => {
  let goOn = (): void => undefined;
  const gate = new Promise<void>((resolve) => (goOn = resolve));
  const slow: Multiply = async (queries, block) => gate.then(() => multiplyPlain(queries, block));
  const first = evaluateShard({ ...plain, multiply: slow }, { index: 1, count: 2 }, { folder });
  await vi.waitFor(() => expect(existsSync(fileOf('.1-of-2.part.lock'))).toBe(true));
  const second = await errorOf(evaluateShard(plain, { index: 1, count: 2 }, { folder }));
  expect(second.message).toMatch(/Somebody else is writing to the same place[^]*1-of-2\.part/);
  goOn();
  expect(await first).toMatchObject({ first: 0, end: 56, reused: false });
  const error = await errorOf(evaluateShard(plain, { index: 1, count: 16 }, { folder }));
  expect(error.message).toMatch(/more shards than blocks[^]*at most 15: 113 rows in blocks of 8/);
});
