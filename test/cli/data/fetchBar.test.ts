import { PassThrough } from 'node:stream';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { fetchBar, fetchText } from '../../../src/cli/data/fetchBar.js';

afterEach(() => vi.restoreAllMocks());

describe('the progress of a download', () => {
  const progress = {
    step: 'fetching',
    file: 'a.tar',
    number: 2,
    files: 4,
    done: 240e6,
    total: 960e6,
  } as const;

  test('tells speed and time left from what this run fetched', () => {
    expect(fetchText(progress, 120e6, 10)).toBe(
      '2/4 a.tar: fetching 240 MB of 960 MB, 25 % · 12 MB/s · 1 min 00 s left',
    );
    expect(fetchText(progress, 1e6, 0.2)).not.toContain('left');
    expect(fetchText({ ...progress, total: undefined }, 0, 0)).toBe('2/4 a.tar: fetching 240 MB');
  });

  test('is a line every ten seconds in a log', () => {
    let now = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => now);
    const stream = new PassThrough();
    const bar = fetchBar(stream as unknown as NodeJS.WriteStream);
    for (; now <= 25_000; now += 1000) bar.update({ ...progress, done: 240e6 + now * 1000 });
    bar.stop();
    const shown = String(stream.read()).trim().split('\n');
    expect(shown).toHaveLength(2);
    expect(shown[0]).toContain('1.0 MB/s');
  });
});
