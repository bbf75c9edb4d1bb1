import type { Row } from '../report/tables/table.js';
import type { BenchResult } from './types.js';

/** One row per item and peer, for a table or a file. */
export function benchRows(results: BenchResult[]): Row[] {
  return results.flatMap((result) =>
    result.peers.map((peer) => ({
      item: result.item,
      work: result.title,
      peer: peer.name,
      oursMilliseconds: significant(result.ours.milliseconds),
      peerMilliseconds: significant(peer.milliseconds),
      ratio: significant(peer.ratio),
      lowest: significant(peer.spread[0]),
      highest: significant(peer.spread[1]),
      ...(result.target !== undefined && { target: result.target, met: result.met }),
      ...(result.ours.peakMegabytes !== undefined && {
        oursPeakMegabytes: Math.round(result.ours.peakMegabytes),
      }),
      ...(peer.peakMegabytes !== undefined && { peerPeakMegabytes: Math.round(peer.peakMegabytes) }),
    })),
  );
}

/** The results as text: one line per item and peer. */
export function benchText(results: BenchResult[]): string {
  const lines = results.flatMap(
    ({ title, ours, peers, missing = [], target, met, memoryRatio, memoryTarget }) => [
      `${met ? 'met   ' : 'MISSED'} ${title}`,
      ...peers.map(
        ({ name, milliseconds, ratio, spread }) =>
          `         ${significant(ratio)} (${spread.map(significant).join(' to ')}) of ${name}: ` +
          `${significant(ours.milliseconds)} ms against ${significant(milliseconds)} ms; target ${target ?? 'none'}`,
      ),
      ...missing.map(({ name, reason }) => `         ${name} does not run here: ${reason}`),
      ...(memoryTarget === undefined
        ? []
        : [
            `         peak memory ${memoryRatio === undefined ? 'unknown' : significant(memoryRatio)}; target ${memoryTarget}`,
          ]),
    ],
  );
  return lines.join('\n');
}

export const significant = (value: number): number => Number(value.toPrecision(3));
