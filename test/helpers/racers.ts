import { fork, type StdioOptions } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { RetrievalError } from '../../src/errors.js';

const viteNode = join(import.meta.dirname, '../../node_modules/vite-node/dist/cli.mjs');

/** Races of a kind of writer; more of them on request, as the moment of each is random. */
export const races = Number(process.env.ASYMMETRIC_RACES ?? 20);

/** How a racer fared: what its work gave, or the error that it was refused with. */
export interface Outcome {
  pid: number;
  done?: string;
  refused?: string;
}

export interface Racers {
  /** Lets all do the same work at the same time. */
  race(place: string): Promise<Outcome[]>;
  stop(): void;
}

/**
 * Starts processes that run a script which calls `answerRaces`.
 * @param stderr `ignore` for those that load TensorFlow.js, which vite-node lets register, and tell of, each kernel twice
 */
export async function startRacers(
  script: string,
  count: number,
  stderr: 'inherit' | 'ignore' = 'inherit',
): Promise<Racers> {
  const stdio: StdioOptions = ['ignore', 'inherit', stderr, 'ipc'];
  const racers = Array.from({ length: count }, () => fork(viteNode, [script], { stdio }));
  await Promise.all(racers.map((racer) => once(racer, 'message')));
  return {
    race(place) {
      const outcomes = racers.map(async (racer) => {
        const [outcome] = (await once(racer, 'message')) as [Outcome];
        return outcome;
      });
      racers.forEach((racer) => racer.send(place));
      return Promise.all(outcomes);
    },
    stop: () => racers.forEach((racer) => racer.kill()),
  };
}

/** Starts a script that calls `answerRaces`, lets it work at a place and kills it at a random moment of that work. */
export async function killInRace(script: string, place: string, mostMilliseconds: number): Promise<void> {
  const racer = fork(viteNode, [script]);
  await once(racer, 'message');
  const ended = once(racer, 'close');
  racer.send(place);
  await sleep(mostMilliseconds * Math.random());
  racer.kill('SIGKILL');
  await ended;
}

/** Called by the script of a racer: does its work whenever it is told a place. Errors that are not the library's end it. */
export function answerRaces(work: (place: string) => Promise<string>): void {
  process.on('message', (place: string) => {
    void work(place).then(
      (done) => process.send!({ pid: process.pid, done }),
      (error: unknown) => {
        if (!(error instanceof RetrievalError)) throw error;
        process.send!({ pid: process.pid, refused: error.message });
      },
    );
  });
  process.send!('ready');
}
