import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Reads JSON; undefined when the file is missing or damaged, as after a power cut. */
export function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Writes JSON so that a reader sees the old file or the new one, never a part. */
export function writeJson(path, value) {
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}.tmp`;
  writeFileSync(temporary, `${JSON.stringify(value, null, 2)}\n`);
  renameSync(temporary, path);
}

/** The stamp of a step: what it was made from and what that took. It is written last. */
export function readStamp(context, step) {
  return readJson(stampPath(context, step));
}

export function writeStamp(context, step, stamp) {
  writeJson(stampPath(context, step), stamp);
}

export function removeStamp(context, step) {
  rmSync(stampPath(context, step), { force: true });
}

function stampPath({ paths }, { name }) {
  return join(paths.state, `${name}.json`);
}

/**
 * Whether a step needs nothing: `ready`, `blocked` (this machine cannot do it and that will not change by itself) or
 * `missing`.
 */
export function stepState(context, step) {
  const stamp = readStamp(context, step);
  if (stamp?.key !== step.key(context)) return 'missing';
  if (stamp.blocked) return 'blocked';
  return step.exists(context) ? 'ready' : 'missing';
}
