import { expect, test } from 'vitest';
import { forEachLine, forEachRow } from '../../../src/datasets/benchmarks/readList.js';
import { ProblemList } from '../../../src/base/problems/problem.js';
import { temporaryFolder } from '../../helpers/temporaryFolder.js';

const fileOf = temporaryFolder();

test('lists and tables of several chunks keep their lines', async () => {
  const rows = Array.from({ length: 20_000 }, (_, i) => `x${i},"a, b",${i}`);
  const text = ['name,what,number', ...rows].join('\r\n');
  const [long, none] = [fileOf('long.csv', text), fileOf('none.csv')];
  const problems = new ProblemList();
  let [sum, last, lines] = [0, '', 0];
  await forEachRow(long, ['number', 'name'], problems, ({ where, cells }) => {
    sum += Number(cells[0]);
    last = `${where} ${cells[1]}`;
  });
  await forEachLine(long, problems, () => void lines++);
  expect([sum, lines]).toEqual([(20_000 * 19_999) / 2, 20_001]);
  expect(last).toBe(`${long}:20001 x19999`);
  await expect(forEachRow(none, ['id'], problems, () => undefined)).rejects.toThrow(/can not be read/);
  await expect(forEachLine(none, problems, () => undefined)).rejects.toThrow(/can not be read/);
});
