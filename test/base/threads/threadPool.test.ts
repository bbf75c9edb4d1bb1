import { execFileSync } from 'node:child_process';
import { afterEach, expect, test } from 'vitest';
import { threadPool, type ThreadPool } from '../../../src/base/threads/threadPool.js';
import { RetrievalError } from '../../../src/errors.js';

/** What the sample's thread offers, for the pool's types; the thread has its own. */
const works = {
  double: (number: number) => Promise.resolve(3 * number),
  thread: (_milliseconds: number) => Promise.resolve(-1),
  give: (_: null) => Promise.resolve({ pixels: new Uint8Array(), width: 0 }),
  lengthOfGiven: (_: null) => Promise.resolve(0),
  refuse: (_where: string) => Promise.resolve(),
  fail: (_: null) => Promise.resolve(),
  end: (_: null) => Promise.resolve(),
};
const entry = new URL('./sampleThread.mjs', import.meta.url);
const pools: ThreadPool<typeof works>[] = [];
const opened = (threads: number, from: URL | undefined = entry) => {
  const pool = threadPool(works, from, { threads });
  pools.push(pool);
  return pool;
};

afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
});

test('works are done on threads, at most as many as asked for, each answer to its question', async () => {
  const pool = opened(2);
  const numbers = Array.from({ length: 40 }, (_, n) => n);
  expect(await Promise.all(numbers.map((n) => pool.run('double', n)))).toEqual(numbers.map((n) => 2 * n));
  const threads = await Promise.all(numbers.map(() => pool.run('thread', 2)));
  expect(new Set(threads).size).toBe(2);
  expect(Math.min(...threads)).toBeGreaterThan(0);
});

test('a thread is not started where an idle one can do the work', async () => {
  const pool = opened(4);
  const threads = new Set<number>();
  for (let n = 0; n < 5; n++) threads.add(await pool.run('thread', 0));
  expect(threads.size).toBe(1);
});

test('bytes are given away, not copied', async () => {
  const pool = opened(1);
  expect(await pool.run('give', null)).toEqual({ pixels: new Uint8Array([1, 2, 3]), width: 3 });
  expect(await pool.run('lengthOfGiven', null)).toBe(0);
});

test('errors come over with their details and their causes', async () => {
  const pool = opened(1);
  const error = await pool.run('refuse', 'row 4').catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(RetrievalError);
  expect(error).toMatchObject({
    details: { what: 'Not this one', where: 'row 4', kind: 'data' },
    cause: { message: 'deep' },
    message: 'Not this one\n  where: row 4',
  });
  await expect(pool.run('fail', null)).rejects.toThrow(/^plain$/);
});

test('a thread that ends takes its works with it and is replaced', async () => {
  const pool = opened(1);
  await expect(pool.run('end', null)).rejects.toThrow(/thread of this process ended[^]*exit code 3/);
  expect(await pool.run('double', 4)).toBe(8);
});

test('what is not done when the threads are ended fails', async () => {
  const pool = opened(1);
  const ends = Promise.allSettled([pool.run('thread', 60_000), pool.run('double', 1)]);
  await pool.close();
  expect((await ends).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
});

test('without its module the calling thread does the works, as many at a time', async () => {
  const pool = threadPool(works, new URL('./none.mjs', import.meta.url), { threads: 2 });
  expect(await pool.run('double', 4)).toBe(12);
  let [now, most] = [0, 0];
  const slow = threadPool(
    {
      wait: async (milliseconds: number) => {
        most = Math.max(most, ++now);
        await new Promise((done) => setTimeout(done, milliseconds));
        now--;
      },
    },
    undefined,
    { threads: 2, worksAtOnce: 3 },
  );
  await Promise.all([1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => slow.run('wait', n)));
  expect(most).toBe(6);
});

test('threads keep a process from ending while they work, and not longer', () => {
  const program = `
    const { threadPool } = await import(${JSON.stringify(new URL('../../../src/dist/base/threads/threadPool.js', import.meta.url))});
    const pool = threadPool({ double: null }, new URL(${JSON.stringify(entry)}), { threads: 2 });
    console.log(await Promise.all([1, 2, 3].map((n) => pool.run('double', n))));`;
  const printed = execFileSync(process.execPath, ['--input-type=module', '-e', program], {
    encoding: 'utf8',
    timeout: 30_000,
  });
  expect(printed.trim()).toBe('[ 2, 4, 6 ]');
});
