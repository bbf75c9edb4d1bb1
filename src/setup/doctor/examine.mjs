import { existsSync, readFileSync } from 'node:fs';
import { freemem, totalmem } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createContext } from '../core/context.mjs';
import { bytesOf, freeBytes } from '../core/disk.mjs';
import { nvidiaDriver } from '../core/machine.mjs';
import { capture } from '../core/process.mjs';
import { findProgram } from '../core/programs.mjs';
import { readJson, readStamp, stepState } from '../core/stamps.mjs';
import { localCompilers } from '../steps/compilers.mjs';
import { allSteps, labStep } from '../steps/index.mjs';
import { findProblems } from './problems.mjs';

/** Looks at the machine and at the set-up; a report that is plain JSON, with `ok` and `problems`. */
export async function examine() {
  const context = createContext({ say: () => {} });
  const { paths, variant, why } = context;
  const [npm, python, library, gpu, caches, steps] = await Promise.all([
    versionOf('npm', ['--version']),
    context.python().catch((error) => ({ problem: error.message, cure: error.cure })),
    askLibrary(paths),
    graphicsCard(),
    cacheSizes(paths),
    describeSteps(context, [...allSteps, labStep]),
  ]);
  const report = {
    node: { version: process.versions.node, needed: '>=20 <25' },
    npm,
    python,
    compilers: localCompilers().map(({ name }) => name),
    steps,
    tensorflow: { variant, why },
    backend: library.backend ?? null,
    backendProblem: library.error ?? null,
    tensorflowSays: library.reasons ?? [],
    gpu,
    memory: { totalBytes: totalmem(), availableBytes: availableMemory() },
    disk: { freeBytes: freeBytes(paths.root) },
    caches,
    groceryStore: library.groceryStore ?? null,
  };
  const problems = findProblems(report);
  return { ok: problems.every(({ severity }) => severity !== 'error'), problems, ...report };
}

/** What each step is in; whether what a step brought is still as it came is looked at, not believed. */
export async function describeSteps(context, steps) {
  const obstacles = readJson(join(context.paths.state, 'obstacles.json')) ?? [];
  const described = [];
  for (const step of steps) {
    const damage = await damageOf(context, step);
    const state = damage ? 'damaged' : stepState(context, step);
    const { seconds, bytes, blocked } = readStamp(context, step) ?? {};
    // A step that comes after one that was left out is left out for the same reason.
    const before = described.find(({ name, reason }) => reason && step.after?.includes(name));
    const obstacle = blocked ?? obstacles.find((entry) => entry.step === step.name) ?? before;
    const details =
      state === 'ready' ? { seconds, bytes } : { damage, reason: obstacle?.reason, cure: obstacle?.cure };
    described.push({ name: step.name, title: step.title, state, ...details });
  }
  return described;
}

async function damageOf(context, step) {
  const damage = await step.damage?.(context);
  const made = readStamp(context, step)?.digest;
  if (damage || !made || stepState(context, step) !== 'ready') return damage;
  if ((await step.digest(context)) === made) return undefined;
  return `${step.products(context).join(', ')}: not what the set-up has made of the same sources`;
}

async function versionOf(name, args) {
  const program = findProgram(name);
  if (!program) return null;
  const text = await capture(program, args, {}).catch(() => undefined);
  return text === undefined ? null : { program, version: text.trim() };
}

async function askLibrary({ compiled, root }) {
  if (!existsSync(join(compiled, 'index.js'))) return { error: 'the library is not compiled yet' };
  const probe = join(root, 'src', 'setup', 'doctor', 'probe.mjs');
  try {
    const text = await capture(process.execPath, [probe], {
      cwd: root,
      env: { ASYMMETRIC_TENSORFLOW_LOG: '1' },
      messages: true,
    });
    const { reasonsIn } = await import(
      pathToFileURL(join(compiled, 'cli', 'gpuCheck', 'startMessages.js')).href
    );
    const report = JSON.parse(text.split('\n').findLast((line) => line.startsWith('{')));
    return { ...report, reasons: reasonsIn(text) };
  } catch (error) {
    return { error: `the library does not start (${error.message})` };
  }
}

async function graphicsCard() {
  const driver = nvidiaDriver() ?? null;
  const program = findProgram('nvidia-smi');
  if (!driver || !program) return { driver, cards: [] };
  const query = ['--query-gpu=name,memory.total,driver_version', '--format=csv,noheader'];
  const text = await capture(program, query, {}).catch(() => '');
  return { driver, cards: text.split('\n').filter(Boolean) };
}

async function cacheSizes({ root }) {
  const folders = ['data/cache', 'data/weights', 'node_modules', '.native', '.venv', '.lab', '.bench'];
  const sizes = await Promise.all(folders.map((folder) => bytesOf(join(root, folder))));
  return folders.map((folder, i) => ({ folder, bytes: sizes[i] }));
}

/** Memory that new programs can take: on Linux more than what is free. */
function availableMemory() {
  try {
    const line = /^MemAvailable:\s+(\d+) kB$/m.exec(readFileSync('/proc/meminfo', 'utf8'));
    return line ? Number(line[1]) * 1024 : freemem();
  } catch {
    return freemem();
  }
}
