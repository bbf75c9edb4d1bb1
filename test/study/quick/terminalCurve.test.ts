import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import type { LiveMethod } from '../../../src/study/quick/liveRuns.js';
import { curveText, terminalCurve } from '../../../src/study/quick/terminalCurve.js';
import { syntheticRun } from '../syntheticRun.js';

const run = syntheticRun('regression', 0);
const waiting: LiveMethod = {
  method: 'regression',
  label: 'Feature regression',
  share: 0,
  steps: 0,
  trajectory: [],
};
const halfway = { ...waiting, share: 0.5, steps: 200, trajectory: run.manifest.trajectory };
const done = { ...halfway, share: 1, run };

test('says of each method how far it is', () => {
  expect(curveText([waiting], 10)).toContain('Feature regression (waits)');
  expect(curveText([halfway], 10)).toContain('Feature regression (50 %): 60.0 %');
  expect(curveText([done], 10)).toContain('(trained in 10 s)');
  expect(curveText([{ ...done, kept: true }], 10)).toContain('(kept from an earlier start)');
});

function written(isTTY: boolean) {
  const stream = Object.assign(new PassThrough(), { isTTY });
  const curve = terminalCurve(10, stream as unknown as NodeJS.WriteStream);
  [[halfway], [halfway], [done]].forEach((methods) => curve.update(methods));
  return String(stream.read() ?? '');
}

test('a log gets the curve once for each finished method, a terminal as it grows', () => {
  const charts = (text: string): number => text.split('Order consistency@10').length - 1;
  expect(charts(written(false))).toBe(1);
  const terminal = written(true);
  expect(charts(terminal)).toBe(2);
  expect(terminal).toContain('\u001b[16A');
});
