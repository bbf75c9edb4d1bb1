import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { cpus, release, totalmem, type as systemType } from 'node:os';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from '../base/files/temporaryFolder.js';
import { selectBackend } from '../compute/backend/selectBackend.js';
import { RetrievalError } from '../errors.js';
import { packagePath } from '../base/files/packagePath.js';
import { workspacePath } from '../base/files/workspacePath.js';
import { sourceState } from '../experiments/runManifest.js';
import { measureItem, missingPeer, type Sides } from './measure.js';
import { startSide, type Side } from './sideProcess.js';
import type { BenchItem, BenchResult, BenchRun, Peer } from './types.js';

export interface BenchOptions {
  threads: number;
  rounds: number;
  signal?: AbortSignal;
  /** Told before each round; so many rounds over all items lie behind. */
  onRound?: (item: BenchItem, done: number) => void;
  onResult?: (result: BenchResult) => void;
  /** Told of an item that could not be measured; the others are measured all the same. */
  onFailure?: (item: BenchItem, error: RetrievalError) => void;
}

/**
 * Measures items one after the other. An interruption ends it with what is finished.
 * @throws RetrievalError when the backend cannot start.
 */
export async function runBench(items: BenchItem[], options: BenchOptions): Promise<BenchRun> {
  await selectBackend();
  const results: BenchResult[] = [];
  for (const [n, item] of items.entries()) {
    if (options.signal?.aborted) break;
    try {
      const result = await measured(item, n * options.rounds, options);
      options.onResult?.(result);
      results.push(result);
    } catch (error) {
      if (!(error instanceof RetrievalError)) throw error;
      options.onFailure?.(item, error);
    }
  }
  const { threads, rounds } = options;
  return { time: new Date().toISOString(), commit: commit(), machine: machine(), threads, rounds, results };
}

function measured(item: BenchItem, done: number, options: BenchOptions): Promise<BenchResult> {
  const { threads, rounds, signal, onRound } = options;
  return inFolder(async (folder) => {
    await item.inputs(folder);
    return withSides(item, folder, threads, (sides) =>
      measureItem(item, sides, rounds, (round) => {
        signal?.throwIfAborted();
        onRound?.(item, done + round);
      }),
    );
  });
}

async function inFolder<Value>(use: (folder: string) => Promise<Value>): Promise<Value> {
  const folder = temporaryFolder('asymmetric-bench');
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function withSides(
  item: BenchItem,
  folder: string,
  threads: number,
  use: (sides: Sides) => Promise<BenchResult>,
): Promise<BenchResult> {
  const started: Side[] = [];
  const start = async (name: string, program: string, args: string[]): Promise<Side> => {
    const side = await startSide(`${item.name}, ${name}`, program, args, threads);
    started.push(side);
    return side;
  };
  const own = (name: string, workload: string, args: string[] = []): Promise<Side> =>
    start(name, process.execPath, [compiled('side.js'), workload, folder, ...args]);
  try {
    const ours = await own('ours', item.workload, item.args);
    const sides: Sides = { ours, peers: [], missing: [] };
    for (const peer of item.peers) {
      try {
        const side =
          'workload' in peer
            ? await own(peer.name, peer.workload, peer.args)
            : await start(peer.name, peerPython(), [peerProgram(peer), folder, ...(peer.args ?? [])]);
        sides.peers.push({ name: peer.name, side });
      } catch (error) {
        sides.missing.push(missingPeer(peer.name, error));
      }
    }
    return await use(sides);
  } finally {
    await Promise.all(started.map((side) => side.stop()));
  }
}

/** A compiled file of this folder. */
export const compiled = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

function peerProgram({ python }: Extract<Peer, { python: string }>): string {
  return packagePath('bench', 'peers', python);
}

/** The Python of the peers' environment, which `npm run bench -- --setup` makes. */
function peerPython(): string {
  const inside = process.platform === 'win32' ? ['Scripts', 'python.exe'] : ['bin', 'python'];
  const python = workspacePath('.bench', ...inside);
  if (existsSync(python)) return python;
  throw new RetrievalError({
    what: 'The libraries to compare with are not installed',
    expected: 'a Python environment in .bench',
    found: 'none',
    fix: 'run `npm run bench -- --setup`, or choose items without them with --items',
  });
}

function commit(): string {
  const { commit, dirty } = sourceState();
  return commit === 'unknown' ? commit : `${commit.slice(0, 7)}${dirty ? ', changed since' : ''}`;
}

/** What computes. */
export function machine(): BenchRun['machine'] {
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGigabytes: Math.round(totalmem() / 2 ** 30),
    system: `${systemType()} ${release()}`,
    node: process.version,
  };
}
