import { PassThrough } from 'node:stream';
import { describe, expect, test, vi } from 'vitest';
import { progressBar, progressHtml } from '../../../src/report/notebook/progressBar.js';
import { progressText, duration } from '../../../src/report/notebook/progressText.js';

describe('progress', () => {
  const report = {
    label: 'Training',
    done: 240,
    total: 960,
    seconds: 4,
    secondsLeft: 12,
    imagesPerSecond: 3210.4,
    loss: 0.41234,
  };

  test('tells share, speed, time left, loss, memory and a note', () => {
    expect(progressText({ ...report, megabytes: 640.3, note: 'seed 1' })).toBe(
      'Training 240/960 25 % · 3,210 images/s · 12 s left · loss 0.412 · 640 MB · seed 1',
    );
    expect(progressText({ label: 'x', done: 0, total: 5, seconds: 0 })).toBe('x 0/5 0 %');
    expect(progressText({ label: 'x', done: 5, total: 5, seconds: 65 })).toBe(
      'x 5/5 100 % · 1 min 05 s in all',
    );
  });

  test('writes times as people do', () => {
    expect([7.6, 125, 3780].map(duration)).toEqual(['8 s', '2 min 05 s', '1 h 03 min']);
  });

  test('escapes its label in a notebook', () => {
    expect(progressHtml({ ...report, label: '<script>' })).not.toContain('<script>');
    expect(progressHtml(report)).toContain('width:25.0%');
  });

  test('writes a line at the start, then at most one per interval, and the last state at the end', () => {
    const stream = new PassThrough();
    const bar = progressBar(3, 'Embedding', { stream: stream as unknown as NodeJS.WriteStream });
    bar.update(1);
    bar.update(2, { loss: 0.5 });
    bar.update(3);
    bar.stop();
    bar.stop();
    const lines = String(stream.read()).trimEnd().split('\n');
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^Embedding 1\/3 33 %/);
    expect(lines[1]).toMatch(/^Embedding 3\/3 100 % · 0 s in all · loss 0\.500 · \d+ MB$/);
  });

  test('tells no time left at the first update nor from what was there before', () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    try {
      const stream = new PassThrough();
      const bar = progressBar(720, 'Pictures', {
        stream: stream as unknown as NodeJS.WriteStream,
        logInterval: 1,
      });
      const at = (seconds: number, ...state: Parameters<typeof bar.update>) => {
        vi.advanceTimersByTime(1000 * seconds);
        bar.update(...state);
        return String(stream.read())
          .trimEnd()
          .replace(/ · \d+ MB$/, '');
      };
      expect(at(0.01, 16)).toBe('Pictures 16/720 2 %');
      expect(at(2, 360, { reused: 344 })).toBe('Pictures 360/720 50 %');
      expect(at(8, 440)).toBe('Pictures 440/720 61 % · 35 s left');
      bar.stop();
    } finally {
      vi.useRealTimers();
    }
  });

  test('redraws one line on a terminal', () => {
    const stream = Object.assign(new PassThrough(), { isTTY: true, columns: 100, rows: 20 });
    for (const name of ['cursorTo', 'clearLine', 'moveCursor']) Object.assign(stream, { [name]: () => true });
    const bar = progressBar(10, 'Training', { stream: stream as unknown as NodeJS.WriteStream });
    bar.update(5, { imagesPerSecond: 100 });
    bar.stop();
    expect(String(stream.read())).toContain('Training 5/10 50 % · 100 images/s');
  });
});
