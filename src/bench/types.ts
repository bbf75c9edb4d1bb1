/** Numbers that both sides of a comparison must agree on, by name. */
export type Check = Record<string, number[]>;

/** Work that is timed. */
export interface Workload {
  /** Does the work once, to the end. */
  run(): unknown;
  /** What came out of the last run. */
  check(): Check | Promise<Check>;
  dispose?(): void;
}

/** Builds a workload from the inputs in a folder (see `sharedArrays`). */
export type WorkloadFactory = (folder: string, args: string[]) => Promise<Workload>;

/** A program to compare with: a Python file in `peers`, or a workload of our own. */
export type Peer = { name: string; args?: string[] } & ({ python: string } | { workload: string });

/** One line of the benchmark. */
export interface BenchItem {
  name: string;
  /** What is timed, with its sizes. */
  title: string;
  /** Our workload. */
  workload: string;
  args?: string[];
  /** The faster of several counts. */
  peers: Peer[];
  /** Highest ratio ours / peer that meets the target; left out where there is none. */
  target?: number;
  /** Highest time of ours that meets the target, where it is not only a ratio. */
  targetMilliseconds?: number;
  /** Highest share of the peer's peak extra memory, where memory has a target. */
  memoryTarget?: number;
  /** Runs of each side in a round. */
  repetitions: number;
  /** Largest difference of checked numbers, as a share of the largest among them. Left out: other work, nothing to compare. */
  tolerance?: number;
  /** Writes what both sides read into a folder. */
  inputs(folder: string): Promise<void>;
}

/** What a side answers to a request for runs. */
export interface SideAnswer {
  /** Of each run. */
  milliseconds: number[];
  /** Resident memory beyond what was held before, at its peak; missing where the system does not tell. */
  peakMegabytes?: number;
  check: Check;
}

/** What a side says of itself once it is ready. */
export interface SideHello {
  /** Versions of what computes. */
  versions: Record<string, string>;
}

/** One side of a comparison as measured. */
export interface SideResult {
  name: string;
  versions: Record<string, string>;
  /** Median of the rounds' medians. */
  milliseconds: number;
  peakMegabytes?: number;
}

/** Our time over one peer's. */
export interface Comparison extends SideResult {
  /** Median over the rounds of (our median / its median). */
  ratio: number;
  /** Lowest and highest round. */
  spread: [number, number];
}

/** A peer that could not be measured, and why. */
export interface MissingPeer {
  name: string;
  reason: string;
}

/** One item as measured. */
export interface BenchResult {
  item: string;
  title: string;
  ours: SideResult;
  peers: Comparison[];
  /** Peers that do not run on this machine. */
  missing?: MissingPeer[];
  /** Against the fastest peer. */
  ratio: number;
  target?: number;
  memoryRatio?: number;
  memoryTarget?: number;
  met: boolean;
  /** The load average when each round began. */
  load: number[];
}

/** Everything one call of the benchmark measured. */
export interface BenchRun {
  time: string;
  commit: string;
  machine: { processor: string; cores: number; memoryGigabytes: number; system: string; node: string };
  threads: number;
  rounds: number;
  results: BenchResult[];
}
