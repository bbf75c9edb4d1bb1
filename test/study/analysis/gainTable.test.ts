import { expect, test } from 'vitest';
import { gainColumns, gainRows } from '../../../src/study/analysis/gainTable.js';
import { settings } from '../../../src/study/plan/settings.js';
import { toTextTable } from '../../../src/report/tables/writeTable.js';
import { runWithMap } from '../syntheticRun.js';

const run = (method: string, map: number, seed = 0) =>
  runWithMap({ ...settings.emoji, method, loss: { kind: 'featureRegression' }, seed }, map);
const runs = [
  run('mine', 30),
  run('regression', 28),
  run('rankOrderPreservation', 33),
  run('better', 30),
  run('later', 99, 1),
];

test('sets one method against each other one with a common seed, in the order of legends', () => {
  const rows = gainRows(runs, 'mine');
  const found = rows.map(({ against, mean, verdict }) => [against, Math.round(Number(mean)), verdict]);
  expect(found).toEqual([
    ['Feature regression', 2, 'better'],
    ['Rank order preservation (ours)', -3, 'worse'],
    ['better', 0, 'a tie'],
  ]);
});

test('is shown with the interval', () => {
  expect(toTextTable(gainRows(runs, 'mine'), gainColumns)).toMatch(
    /Feature regression +2\.0 \(2\.0 to 2\.0\) +better/,
  );
});

test('is empty for a method that has not run', () => {
  expect(gainRows(runs, 'none')).toEqual([]);
});
