import type { BenchmarkName } from '../names.js';
import type { CountedPlace } from './counts.js';
import type { FetchPlan } from './plan.js';
import type { RetryPolicy } from './retrying.js';

/** How far a fetch is, in bytes of one file. */
export interface FetchProgress {
  step: 'fetching' | 'verifying' | 'unpacking' | 'copying';
  /** Name of the file. */
  file: string;
  /** Number of the file among those that are pending, from 1. */
  number: number;
  files: number;
  done: number;
  /** Bytes of the file, if known. */
  total?: number;
}

export interface FetchOptions {
  /** Where the benchmark shall lie, in its owner's layout. */
  folder: string;
  /** Parts to fetch, such as `train:0-9`; default everything that does not come on request only. */
  parts?: string[];
  /** A folder with a copy to take instead of the owner's files. */
  from?: string;
  /** Make the folder a link to an unpacked copy instead of copying; default false. */
  link?: boolean;
  /** Fetch what is done once more; default false. */
  again?: boolean;
  signal?: AbortSignal;
  onProgress?: (progress: FetchProgress) => void;
  /** Asked before anything is fetched over the network. */
  confirm: (plan: FetchPlan) => Promise<boolean>;
  retry?: RetryPolicy;
  /** Room on the disk in bytes; default that of the file system. */
  free?: (folder: string) => Promise<number>;
}

/** What a fetch did. */
export interface FetchReport {
  name: BenchmarkName;
  folder: string;
  outcome: 'fetched' | 'copied' | 'linked' | 'already here' | 'declined';
  /** Files of the owner that were brought in, and how many had been there. */
  brought: number;
  alreadyHere: number;
  /** Places of which it is known how many pictures they hold. */
  counts: CountedPlace[];
  /** What could not be verified. */
  warnings: string[];
}
