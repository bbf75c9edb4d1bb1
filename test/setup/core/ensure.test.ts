import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { load, temporaryFolder } from '../load.js';

interface Context {
  paths: { state: string; temporary: string };
  say: (line: string) => void;
  signal?: AbortSignal;
}
interface Step {
  name: string;
  title: string;
  after?: string[];
  key: () => string;
  exists: () => boolean;
  recognise?: () => Promise<boolean>;
  products: () => string[];
  make: (context: Context) => Promise<void>;
}
interface Outcome {
  made: string[];
  missing: string[];
  obstacles: { step: Step; error: Error & { cure: string } }[];
  failures: { step: Step; error: Error }[];
}
type Ensure = (steps: Step[], context: Context, options?: { force?: string[] }) => Promise<Outcome>;
const { ensure } = await load<{ ensure: Ensure }>('core/ensure.mjs');
type ObstacleClass = new (reason: string, cure: string, options?: { lasting: boolean }) => Error;
const { Obstacle } = await load<{ Obstacle: ObstacleClass }>('core/obstacle.mjs');

let folder: string;
let context: Context;
let lines: string[];
let log: string[];

beforeEach(() => {
  folder = temporaryFolder();
  lines = [];
  log = [];
  const state = join(folder, '.setup');
  context = { paths: { state, temporary: join(state, 'tmp') }, say: (line) => lines.push(line) };
});

/** A step that writes one file and notes when it starts and ends. */
function fileStep(name: string, options: Partial<Step> = {}): Step {
  const product = join(folder, name);
  return {
    name,
    title: `the ${name}`,
    key: () => 'first key',
    exists: () => existsSync(product),
    products: () => [product],
    make: async () => {
      log.push(`${name} starts`);
      await new Promise((resolve) => setTimeout(resolve, 10));
      writeFileSync(product, name);
      log.push(`${name} ends`);
    },
    ...options,
  };
}

const failing = (message: string) => () => Promise.reject(new Error(message));

describe('ensure', () => {
  test('makes each step once, independent ones together and dependent ones in order', async () => {
    const steps = [fileStep('a'), fileStep('b'), fileStep('c', { after: ['a', 'b'] })];
    const { made, missing } = await ensure(steps, context);
    expect(made.sort()).toEqual(['a', 'b', 'c']);
    expect(missing).toEqual([]);
    expect(log).toEqual(['a starts', 'b starts', 'a ends', 'b ends', 'c starts', 'c ends']);
    expect((await ensure(steps, context)).made).toEqual([]);
    expect(log).toHaveLength(6);
    expect(lines.filter((line) => /^the c: done in \d+\.\d s, 1 kB$/.test(line))).toHaveLength(1);
  });

  test('looks at the inputs of a step once where all is in place', async () => {
    let looks = 0;
    const step = fileStep('a', { key: () => (looks++, 'key') });
    await ensure([step], context);
    looks = 0;
    expect(await ensure([step], context)).toMatchObject({ made: [], missing: [] });
    expect(looks).toBe(1);
  });

  test('makes a step again when its inputs change, its product is gone, its stamp is damaged or it is forced', async () => {
    const step = fileStep('a');
    await ensure([step], context);
    expect((await ensure([{ ...step, key: () => 'other key' }], context)).made).toEqual(['a']);
    expect((await ensure([step], context)).made).toEqual(['a']);
    rmSync(join(folder, 'a'));
    expect((await ensure([step], context)).made).toEqual(['a']);
    writeFileSync(join(context.paths.state, 'a.json'), '{"key": "first');
    expect((await ensure([step], context)).made).toEqual(['a']);
    expect((await ensure([step], context, { force: ['a'] })).made).toEqual(['a']);
    expect((await ensure([step], context)).made).toEqual([]);
  });

  test('goes on from a failed step, keeping what was done', async () => {
    const broken = [
      fileStep('a'),
      fileStep('b', { make: failing('no network') }),
      fileStep('c', { after: ['b'] }),
    ];
    const first = await ensure(broken, context);
    expect(first.made).toEqual(['a']);
    expect(first.failures.map(({ step, error }) => [step.name, error.message])).toEqual([
      ['b', 'no network'],
    ]);
    expect(first.missing).toEqual(['b', 'c']);
    const second = await ensure([fileStep('a'), fileStep('b'), fileStep('c', { after: ['b'] })], context);
    expect(second.made).toEqual(['b', 'c']);
    expect(second.failures).toEqual([]);
  });

  test('removes the stamp before it starts, so a killed step is made again', async () => {
    const step = fileStep('a');
    await ensure([step], context);
    const stampDuring: boolean[] = [];
    const watching = () => {
      stampDuring.push(existsSync(join(context.paths.state, 'a.json')));
      return Promise.resolve();
    };
    await ensure([{ ...step, make: watching }], context, { force: ['a'] });
    expect(stampDuring).toEqual([false]);
  });

  test('leaves no temporary files, whatever happens', async () => {
    const make = ({ paths }: Context) => {
      writeFileSync(join(paths.temporary, 'half'), 'made');
      return Promise.reject(new Error('broken'));
    };
    mkdirSync(context.paths.temporary, { recursive: true });
    writeFileSync(join(context.paths.temporary, 'older'), 'left by a killed set-up');
    await ensure([fileStep('a', { make })], context);
    expect(readdirSync(context.paths.state)).toEqual(['obstacles.json']);
  });

  test('stops at an abort without a stamp and goes on the next time', async () => {
    const stop = new AbortController();
    const make = () => {
      stop.abort(new Error('SIGINT'));
      return Promise.resolve();
    };
    const steps = [fileStep('a', { make }), fileStep('b', { after: ['a'] })];
    await expect(ensure(steps, { ...context, signal: stop.signal })).rejects.toThrow('SIGINT');
    expect(readdirSync(context.paths.state)).toEqual([]);
    expect((await ensure([fileStep('a'), fileStep('b', { after: ['a'] })], context)).made).toEqual([
      'a',
      'b',
    ]);
  });

  test('recognises a product that is right though nothing says so', async () => {
    const recognised = fileStep('a', {
      recognise: () => Promise.resolve(true),
      make: failing('must not run'),
    });
    writeFileSync(join(folder, 'a'), 'made by hand');
    const { made, failures, missing } = await ensure([recognised], context);
    expect([made, failures, missing]).toEqual([[], [], []]);
  });
});

describe('an obstacle', () => {
  test('leaves out the step and those after it, and is looked at again', async () => {
    let tries = 0;
    const make = () => {
      tries++;
      return Promise.reject(new Obstacle('no Python', 'install it'));
    };
    const steps = [fileStep('a', { make }), fileStep('b', { after: ['a'] }), fileStep('c')];
    const { made, obstacles, failures, missing } = await ensure(steps, context);
    expect(made).toEqual(['c']);
    expect(failures).toEqual([]);
    expect(missing).toEqual(['a', 'b']);
    expect(obstacles.map(({ step, error }) => [step.name, error.message, error.cure])).toEqual([
      ['a', 'no Python', 'install it'],
    ]);
    const noted: unknown = JSON.parse(readFileSync(join(context.paths.state, 'obstacles.json'), 'utf8'));
    expect(noted).toEqual([{ step: 'a', reason: 'no Python', cure: 'install it' }]);
    await ensure(steps, context);
    expect(tries).toBe(2);
  });

  test('that lasts is remembered until the inputs change or the step is forced', async () => {
    let tries = 0;
    const make = () => {
      tries++;
      return Promise.reject(new Obstacle('another platform', 'use Linux', { lasting: true }));
    };
    const steps = [fileStep('a', { make }), fileStep('b', { after: ['a'] })];
    await ensure(steps, context);
    const second = await ensure(steps, context);
    expect(tries).toBe(1);
    expect(second.missing).toEqual(['a', 'b']);
    expect(second.obstacles.map(({ error }) => error.cure)).toEqual(['use Linux']);
    await ensure(steps, context, { force: ['a'] });
    await ensure([{ ...steps[0], key: () => 'other key' }], context);
    expect(tries).toBe(3);
  });
});
