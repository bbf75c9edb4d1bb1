import { performance } from 'node:perf_hooks';
import { createContext } from './context.mjs';
import { ensure } from './ensure.mjs';
import { SetupFailure } from './obstacle.mjs';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Brings steps into place for a command and tells what this machine lacks. Resolves to whether the command can go on:
 * it cannot after a failure, nor where a step named in `required` had to be left out. Ctrl-C ends every program that was started and leaves nothing half-made.
 */
export async function setUp(steps, { asked, force, required = [] } = {}) {
  const stop = new AbortController();
  const interrupt = (signal) => stop.abort(new Error(signal));
  for (const signal of signals) process.once(signal, interrupt);
  try {
    const start = performance.now();
    const result = await ensure(steps, createContext({ asked, signal: stop.signal }), { force });
    tellObstacles(result.obstacles);
    result.failures.forEach(tellFailure);
    if (result.made.length > 0) tellTime(start, result.failures);
    return result.failures.length === 0 && required.every((name) => !result.missing.includes(name));
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    console.error('set-up: interrupted; the next start goes on from here');
    process.exit(error.message === 'SIGINT' ? 130 : 143);
  } finally {
    for (const signal of signals) process.off(signal, interrupt);
  }
}

function tellTime(start, failures) {
  const seconds = ((performance.now() - start) / 1000).toFixed(0);
  console.error(`set-up: ${failures.length === 0 ? 'complete' : 'incomplete'} after ${seconds} s`);
}

/** One line for each lack, naming all that is left out because of it. */
function tellObstacles(obstacles) {
  const cures = new Map(obstacles.map(({ error }) => [error.message, error.cure]));
  for (const [reason, cure] of cures) {
    const titles = obstacles.filter(({ error }) => error.message === reason).map(({ step }) => step.title);
    console.error(`set-up: left out ${titles.join(', ')}: ${reason}. Cure: ${cure}.`);
  }
}

function tellFailure({ step, error }) {
  const known = error instanceof SetupFailure;
  const lines = known ? error.output.trim().split('\n').filter(Boolean) : [];
  // Some programs say what is wrong first, others last.
  const tail = lines.length <= 24 ? lines : [...lines.slice(0, 12), '...', ...lines.slice(-12)];
  console.error(`\nset-up: ${step.title} failed: ${known ? error.message : (error.stack ?? error)}`);
  for (const line of tail) console.error(`  | ${line.slice(0, 300)}`);
  if (error.cure)
    console.error(`  Cure: ${error.cure}. What is done stays; the next start goes on from here.`);
}
