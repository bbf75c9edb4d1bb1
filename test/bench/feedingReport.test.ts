import { expect, test } from 'vitest';
import { feedingRows, feedingSections } from '../../src/bench/feedingReport.js';

const rates = [
  { side: 64, atOnce: 1, picturesPerSecond: 500, callingThreadMilliseconds: 0.05, peakMegabytes: 400 },
  { side: 64, atOnce: 4, picturesPerSecond: 1900, callingThreadMilliseconds: 0.06, peakMegabytes: 410 },
  { side: 64, atOnce: 0, picturesPerSecond: 20_000, callingThreadMilliseconds: 0.05, peakMegabytes: 420 },
  { side: 224, atOnce: 1, picturesPerSecond: 200, callingThreadMilliseconds: 0.2, peakMegabytes: 500 },
];

test('each number of pictures in decoding is held against one, for pictures of its side', () => {
  expect(feedingRows(rates).map(({ gain }) => gain)).toEqual([1, 3.8, 40, 1]);
});

test('the page names the machine', () => {
  const machine = {
    processor: 'A processor',
    cores: 4,
    memoryGigabytes: 8,
    system: 'Linux',
    node: 'v22',
  };
  const section = feedingSections({
    time: '2026-11-26T10:00:00Z',
    commit: 'abc',
    dirty: false,
    machine,
    rates,
  }).feeding;
  expect(section).toMatch(/^A processor, 4 cores, 2026-11-26:\n\n\| pixels/);
  expect(section.split('\n')).toHaveLength(2 + 2 + rates.length);
});
