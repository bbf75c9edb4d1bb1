import type { z } from 'zod';

/** A call of the program `asym` in a process of its own, here or on another machine. */
export interface Job {
  /** For a person, such as `shard 2/4`. */
  name: string;
  /** Words behind `asym`. */
  words: readonly string[];
  /** Units of work in it, such as pictures. */
  amount: number;
}

/** Jobs that need not wait for each other, and what is done with what they leave. */
export interface JobPlan {
  jobs: readonly Job[];
  /** What is counted: how the labels of the jobs' progress bars end. */
  unit: string;
  /** Words of the call that follows when all jobs are done, for engines that do not wait for them. */
  last: readonly string[];
  /** Where logs and scripts go. */
  folder: string;
}

/** How a job ended. */
export interface JobEnd {
  /** Exit code; missing where the process or its machine went before it had one. */
  code?: number | undefined;
  /** What else is known of a bad end. */
  reason?: string | undefined;
}

/** What an engine is given with a job. */
export interface JobWatch {
  /** Told what the job prints, as it comes. */
  onText: (text: string) => void;
  /** Ends the job. */
  signal: AbortSignal;
}

/** Where jobs run whose end is waited for. */
export interface AttendedEngine {
  /** Most jobs at the same time unless the user says; default all. */
  workers?: number;
  /** Runs a job to its end, which a bad end is too. @throws what keeps it from being run at all. */
  run(job: Job, watch: JobWatch): Promise<JobEnd>;
}

/** Where jobs are handed over and nobody waits. */
export interface BatchEngine {
  /** @returns what to tell the user. */
  submit(plan: JobPlan, options: { workers: number; retries: number }): Promise<string[]>;
}

/** How jobs come to run; `engines.ts` lists all ways. */
export interface EngineDefinition<Schema extends z.ZodType = z.ZodType> {
  /** In one line. */
  what: string;
  /** Of its settings, `--engine-set key=value`. */
  schema: Schema;
  open(settings: z.output<Schema>): AttendedEngine | BatchEngine | Promise<AttendedEngine | BatchEngine>;
}
