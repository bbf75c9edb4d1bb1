import { expect, test } from 'vitest';
import { ProblemList } from '../../src/base/problems/problem.js';
import { checkMachine, machineRoom } from '../../src/rehearsal/checkMachine.js';

const needs = {
  memory: { galleryVectors: 4e9, inputs: 2e9, rankingLists: 1e9, evaluation: 1e9 },
  disk: { galleryVectors: 4e9, features: 3e9, squares: 1e9 },
};
const problemsWith = (memory: number, disk: number) => {
  const problems = new ProblemList();
  checkMachine(needs, { memory, disk, folder: 'cache' }, problems);
  return problems.problems;
};

test('a run that fits has no problem', () => {
  expect(problemsWith(8e9, 8e9)).toEqual([]);
});

test('memory and disk that are not there are said with what takes them', () => {
  const [memory, disk] = problemsWith(7e9, 7.5e9);
  expect(memory).toMatchObject({
    expected: 'at most 7.0 GB',
    found: expect.stringMatching(/^8\.0 GB: gallery vectors 4\.0 GB/) as string,
  });
  expect(disk).toMatchObject({
    where: 'cache',
    found: expect.stringMatching(/^8\.0 GB.*features 3\.0 GB/) as string,
  });
});

test('the machine is measured, also before there is a cache', async () => {
  const { memory, disk } = await machineRoom();
  expect(memory).toBeGreaterThan(1e8);
  expect(disk).toBeGreaterThan(0);
});
