import { loadavg } from 'node:os';
import { RetrievalError } from '../errors.js';
import type { Side } from './sideProcess.js';
import type {
  BenchItem,
  BenchResult,
  Check,
  Comparison,
  MissingPeer,
  SideAnswer,
  SideResult,
} from './types.js';

/** The started sides of an item. */
export interface Sides {
  ours: Side;
  peers: { name: string; side: Side }[];
  /** Peers that did not start. */
  missing: MissingPeer[];
}

/**
 * Runs both sides of an item in turns, so that whatever else the machine does falls on all of them, and compares them
 * round by round.
 *
 * @throws RetrievalError when a peer computed something else, or when none runs.
 */
export async function measureItem(
  item: BenchItem,
  sides: Sides,
  rounds: number,
  onRound: (round: number) => void = () => undefined,
): Promise<BenchResult> {
  const running = await warmedUp(item, sides);
  const all = [running.ours, ...running.peers.map(({ side }) => side)];
  const load: number[] = [];
  const answers: SideAnswer[][] = all.map(() => []);
  for (let round = 0; round < rounds; round++) {
    onRound(round);
    load.push(loadavg()[0]!);
    // The side that begins changes from round to round.
    for (let n = 0; n < all.length; n++) {
      const turn = (n + round) % all.length;
      answers[turn]!.push(await all[turn]!.run(item.repetitions));
    }
  }
  return summarise(item, running, answers, load);
}

/** The sides after their first runs, those that did not survive them among the missing ones. */
async function warmedUp(item: BenchItem, { ours, ...others }: Sides): Promise<Sides> {
  const first = await ours.run(3);
  const peers: Sides['peers'] = [];
  const missing = [...others.missing];
  for (const peer of others.peers) {
    const answer = await peer.side
      .run(3)
      .catch((error: unknown) => missing.push(missingPeer(peer.name, error)));
    if (typeof answer === 'number') continue;
    checkSame(item, peer.name, first.check, answer.check);
    peers.push(peer);
  }
  if (peers.length > 0) return { ours, peers, missing };
  throw new RetrievalError({
    what: 'None of the libraries to compare with runs here',
    where: item.name,
    found: missing.map(({ name, reason }) => `${name}: ${reason}`).join('; '),
    fix: 'run `npm run bench -- --setup`, or choose items without them with --items',
  });
}

/** @throws the error, where it is none of a side. */
export function missingPeer(name: string, error: unknown): MissingPeer {
  if (!(error instanceof RetrievalError)) throw error;
  const { what, found } = error.details;
  const lines = (found ?? what).trim().split('\n').reverse();
  return { name, reason: lines.find((line) => /^[\w.]*Error\b/.test(line)) ?? lines[0]! };
}

function summarise(
  item: BenchItem,
  { ours, peers, missing }: Sides,
  [ourAnswers, ...peerAnswers]: SideAnswer[][],
  load: number[],
): BenchResult {
  const own = sideResult('ours', ours, ourAnswers!);
  const compared = peers.map(({ name, side }, n): Comparison => {
    const ratios = ourAnswers!.map(
      ({ milliseconds }, round) => median(milliseconds) / median(peerAnswers[n]![round]!.milliseconds),
    );
    return {
      ...sideResult(name, side, peerAnswers[n]!),
      ratio: median(ratios),
      spread: [Math.min(...ratios), Math.max(...ratios)],
    };
  });
  const fastest = compared.reduce((best, peer) => (peer.ratio > best.ratio ? peer : best));
  const { target, memoryTarget, targetMilliseconds = Infinity } = item;
  const memoryRatio =
    own.peakMegabytes !== undefined && fastest.peakMegabytes
      ? own.peakMegabytes / fastest.peakMegabytes
      : undefined;
  const memoryMet = memoryTarget === undefined || (memoryRatio !== undefined && memoryRatio <= memoryTarget);
  return {
    item: item.name,
    title: item.title,
    ours: own,
    peers: compared,
    ...(missing.length > 0 && { missing }),
    ratio: fastest.ratio,
    target,
    ...(memoryTarget !== undefined && { memoryRatio, memoryTarget }),
    met:
      (target === undefined || fastest.ratio <= target) &&
      memoryMet &&
      own.milliseconds <= targetMilliseconds,
    load,
  };
}

function sideResult(name: string, side: Side, answers: SideAnswer[]): SideResult {
  const peaks = answers.map(({ peakMegabytes }) => peakMegabytes).filter((peak) => peak !== undefined);
  return {
    name,
    versions: side.hello.versions,
    milliseconds: median(answers.map(({ milliseconds }) => median(milliseconds))),
    ...(peaks.length > 0 && { peakMegabytes: Math.max(...peaks) }),
  };
}

function checkSame(item: BenchItem, peer: string, ours: Check, theirs: Check): void {
  const { tolerance } = item;
  if (tolerance === undefined) return;
  for (const [name, values] of Object.entries(ours)) {
    const others = theirs[name] ?? [];
    const largest = Math.max(...values.map(Math.abs), 1e-30);
    const gap = Math.max(...values.map((value, n) => Math.abs(value - (others[n] ?? NaN)))) / largest;
    if (values.length === others.length && gap <= tolerance) continue;
    throw new RetrievalError({
      what: 'The two sides of a benchmark computed different things',
      where: `${item.name}, ${name}, against ${peer}`,
      expected: `a relative difference of at most ${tolerance}`,
      found: `${gap}: ${values.slice(0, 4).join(', ')} and ${others.slice(0, 4).join(', ')}`,
    });
  }
}

/** The middle of a list; of an even number of values the mean of the two in the middle. */
export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
