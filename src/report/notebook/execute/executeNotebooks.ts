import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readCheckedJson, writeCheckedJson } from '../../../base/files/checkedJson.js';
import { sha256OfFile } from '../../../base/files/sha256.js';
import { forEachConcurrently } from '../../../base/forEachConcurrently.js';
import { executeNotebook } from './executeNotebook.js';
import { notebookHash } from './notebookHash.js';

/** Notebooks to execute into a folder. */
export interface NotebooksRequest {
  inputs: readonly string[];
  /** Where the executed notebooks go. */
  folder: string;
  env: Record<string, string>;
  /** What the notebooks read besides their own source, as a hash; without it every notebook is executed. */
  stateHash?: string;
  /** Kernels at the same time, default 1. */
  kernels?: number;
  /**
   * @param done notebooks that are there, and shares of those at work
   * @param reused how many of them were there before
   */
  onProgress?: (done: number, name: string, reused: number) => void;
  signal?: AbortSignal;
}

/** The outcome for one notebook. */
export interface ExecutedNotebook {
  name: string;
  /** Executed before, from the same source and state. */
  reused: boolean;
}

const recordName = 'executed.json';

/** By the name of a notebook: hashes of what decides its outputs, and of the executed file. */
type ExecutionRecord = Record<string, { source: string; output: string } | undefined>;

/**
 * Executes notebooks, a few at a time, and leaves those as they are that were executed from the same source with the same
 * state and not changed since. Each is recorded when it has run, so that an interrupted call goes on.
 */
export async function executeNotebooks(request: NotebooksRequest): Promise<ExecutedNotebook[]> {
  const { inputs, folder, env, stateHash, kernels = 1, onProgress, signal } = request;
  const recordFile = join(folder, recordName);
  const recorded: ExecutionRecord = stateHash === undefined ? {} : readRecord(recordFile);
  const shares = new Map<string, number>();
  let kept = 0;
  const tell = (name: string, share: number): void => {
    shares.set(name, share);
    onProgress?.(
      [...shares.values()].reduce((a, b) => a + b, 0),
      name,
      kept,
    );
  };
  const outcome: ExecutedNotebook[] = [];
  const run = async (index: number): Promise<void> => {
    const input = inputs[index]!;
    const name = basename(input);
    const output = join(folder, name);
    const hash =
      stateHash === undefined ? undefined : notebookHash(readFileSync(input, 'utf8'), stateHash, env);
    const known = hash !== undefined && recorded[name]?.source === hash && existsSync(output);
    const reused = known && recorded[name]!.output === (await sha256OfFile(output));
    if (known && !reused) console.warn(`${output} was changed since it was executed; it is executed again.`);
    if (!reused) {
      const onCell = ({ cell, cells }: { cell: number; cells: number }): void => tell(name, cell / cells);
      await executeNotebook({ input, output, env, onProgress: onCell, signal });
      if (hash !== undefined) {
        recorded[name] = { source: hash, output: await sha256OfFile(output) };
        await writeCheckedJson(recordFile, recorded, recordName);
      }
    }
    if (reused) kept++;
    outcome[index] = { name, reused };
    tell(name, 1);
  };
  await forEachConcurrently(inputs.length, run, kernels);
  return outcome;
}

const readRecord = (file: string): ExecutionRecord =>
  (readCheckedJson(file, recordName, 'the notebooks are executed again') ?? {}) as ExecutionRecord;
