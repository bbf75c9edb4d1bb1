import { performance } from 'node:perf_hooks';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { bytesOf, size } from './disk.mjs';
import { endLeftChildren } from './children.mjs';
import { takeLock } from './lock.mjs';
import { Obstacle } from './obstacle.mjs';
import { readStamp, removeStamp, stepState, writeJson, writeStamp } from './stamps.mjs';

/**
 * Brings the given steps into place. Independent steps run at the same time; a step whose inputs are unchanged and
 * whose product is there is skipped, unless its name is in `force`. Resolves to `{ made, missing, obstacles, failures }`:
 * names of the steps done and of those not in place, what this machine lacks and what went wrong (`{ step, error }`).
 */
export async function ensure(steps, context, { force = [] } = {}) {
  if (force.length === 0) {
    const settled = settledResult(steps, context);
    if (settled) return settled;
  }
  const release = await takeLock(join(context.paths.state, 'lock'), {
    signal: context.signal,
    onWait: (pid) => context.say(`another set-up (process ${pid}) is at work here; waiting for it`),
  });
  try {
    const left = endLeftChildren();
    if (left.length > 0) context.say(`ended what a killed set-up had left running (${left.join(', ')})`);
    for (const step of steps) if (force.includes(step.name)) removeStamp(context, step);
    rmSync(context.paths.temporary, { recursive: true, force: true });
    mkdirSync(context.paths.temporary, { recursive: true });
    return await runAll(steps, { ...context, isForced: ({ name }) => force.includes(name) });
  } finally {
    rmSync(context.paths.temporary, { recursive: true, force: true });
    release();
  }
}

/** The result where every step is in place, blocked for good, or waits for one that is; each is looked at once. */
function settledResult(steps, context) {
  const states = new Map(steps.map((step) => [step, stepState(context, step)]));
  const blocked = new Set();
  for (const step of steps) {
    const waits = step.after?.some((name) => blocked.has(name));
    if (states.get(step) === 'missing' && !waits) return undefined;
    if (states.get(step) === 'blocked' || waits) blocked.add(step.name);
  }
  const isIn = (state) => (step) => states.get(step) === state;
  return {
    made: [],
    missing: steps.filter((step) => !isIn('ready')(step)).map(({ name }) => name),
    obstacles: steps.filter(isIn('blocked')).map((step) => ({ step, error: storedObstacle(context, step) })),
    failures: [],
  };
}

function storedObstacle(context, step) {
  const { reason, cure } = readStamp(context, step).blocked;
  return new Obstacle(reason, cure);
}

async function runAll(steps, context) {
  const result = { made: [], missing: [], obstacles: [], failures: [] };
  const running = new Map();
  for (const step of steps) {
    const before = (step.after ?? []).map((name) => running.get(name)).filter(Boolean);
    running.set(step.name, runAfter(before, step, context, result));
  }
  await Promise.all(running.values());
  context.signal?.throwIfAborted();
  writeJson(
    join(context.paths.state, 'obstacles.json'),
    result.obstacles.map(({ step, error }) => ({ step: step.name, reason: error.message, cure: error.cure })),
  );
  result.missing = namesOfMissing(steps, context);
  return result;
}

function namesOfMissing(steps, context) {
  return steps.filter((step) => stepState(context, step) !== 'ready').map(({ name }) => name);
}

/** Resolves to whether the product of the step is in place. */
async function runAfter(before, step, context, result) {
  if ((await Promise.all(before)).includes(false) || context.signal?.aborted) return false;
  try {
    const state = stepState(context, step);
    if (state === 'ready') return true;
    if (state === 'blocked') throw storedObstacle(context, step);
    if (await step.recognise?.(context))
      writeStamp(context, step, { key: step.key(context), recognised: true });
    else result.made.push(await makeStep(step, context));
    return true;
  } catch (error) {
    if (context.signal?.aborted) return false;
    (error instanceof Obstacle ? result.obstacles : result.failures).push({ step, error });
    return false;
  }
}

async function makeStep(step, context) {
  const key = step.key(context);
  removeStamp(context, step);
  const start = performance.now();
  const say = (text) => context.say(`${step.title}: ${text}`);
  try {
    await step.make({ ...context, say });
  } catch (error) {
    if (error instanceof Obstacle && error.lasting) {
      writeStamp(context, step, { key, blocked: { reason: error.message, cure: error.cure } });
    }
    throw error;
  }
  context.signal?.throwIfAborted();
  const bytes = (await Promise.all(step.products(context).map(bytesOf))).reduce((a, b) => a + b, 0);
  const seconds = (performance.now() - start) / 1000;
  const digest = await step.digest?.(context);
  writeStamp(context, step, { key, seconds: Number(seconds.toFixed(1)), bytes, digest });
  say(`done in ${seconds.toFixed(1)} s, ${size(bytes)}`);
  return step.name;
}
