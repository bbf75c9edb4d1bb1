import { describe, expect, test } from 'vitest';
import { checkAveragePrecision } from '../../src/course/checks/checkAveragePrecision.js';
import { checkChoice } from '../../src/course/checks/checkChoice.js';
import { checkFunction } from '../../src/course/checks/checkFunction.js';
import { checkGradient } from '../../src/course/checks/checkGradient.js';
import { checkList } from '../../src/course/checks/checkList.js';
import { checkNumber } from '../../src/course/checks/checkNumber.js';
import { checkPrediction } from '../../src/course/checks/checkPrediction.js';
import { checkRanks } from '../../src/course/checks/checkRanks.js';
import { checkRankOrder } from '../../src/course/checks/checkRankOrder.js';
import { checkRisingMap } from '../../src/course/checks/checkRisingMap.js';
import { ordinal } from '../../src/course/checks/values.js';
import { rankOrder, type RankOrderSlips } from '../../src/course/rankOrder.js';
import type { Verdict } from '../../src/course/verdict.js';

/** Answers of a learner, and what is said of them. */
const says = (verdict: Verdict): string => `${verdict.outcome}: ${verdict.words}`;

describe('a number', () => {
  const mistakes = [{ answer: 3, words: 'you count from the end.' }];
  test.each([
    [2, /^right: counted/],
    [undefined, /^missing: the rank$/],
    [NaN, /^missing/],
    [3, /^wrong: you count from the end\.$/],
    [-2, /wrong sign/],
    ['2', /without them/],
    [[2], /a list; what is asked for is the rank/],
    [0.02, /a fraction; per cent/],
    [200, /in per cent; a fraction/],
    [5, /^wrong: 5 is too high\.$/],
    [Infinity, /not finite/],
  ])('%j', (answer, words) => {
    expect(says(checkNumber(answer, 2, { what: 'the rank', mistakes, because: 'counted.' }))).toMatch(words);
  });
});

test('a prediction is told the truth, and why', () => {
  const task = { what: 'the mAP', within: 5, unit: ' %', because: 'half are right.' };
  expect(says(checkPrediction(32, 33.81, task))).toBe(
    'right: measured: 33.8 %, your guess: 32 %. Why: half are right.',
  );
  expect(says(checkPrediction(60, 33.81, task))).toMatch(/^wrong: .* That is 26\.2 % too high\. Why: half/);
  expect(says(checkPrediction(0.32, 33.81, task))).toMatch(/^wrong: 0\.32 is a fraction; per cent/);
  expect(says(checkPrediction(0.0117, 0.00592, { ...task, within: 0.001, unit: '' }))).toMatch(
    /measured: 0\.0059, your guess: 0\.012\. That is 0\.0058 too high/,
  );
  expect(says(checkPrediction(undefined, 33.81, task))).toBe('missing: your guess of the mAP');
});

describe('a list', () => {
  const task = { what: 'the values', mistakes: [{ answer: [9, 9, 9], words: 'these are nines.' }] };
  test.each([
    [[1, 2, 4], /^right/],
    [Float32Array.of(1, 2, 4), /^right/],
    [undefined, /^missing: the values$/],
    [[1, undefined, 4], /^missing: .*still missing/],
    [[], /^missing/],
    [7, /in square brackets/],
    [['1', 2, 4], /holds a text/],
    [[1, 2], /has 2 numbers; there should be 3/],
    [[9, 9, 9], /nines/],
    [[2, 4, 8], /2 times what it should be/],
    [[-1, -2, -4], /wrong sign/],
    [[2, 3, 5], /1 too high/],
    [[4, 2, 1], /opposite order/],
    [[2, 1, 4], /each other’s place/],
    [[1, 3, 4], /the 2nd number, 3, is too high/],
  ])('%j', (answer, words) => expect(says(checkList(answer, [1, 2, 4], task))).toMatch(words));
});

describe('ranks', () => {
  const similarities = [0.7, 0.75, 0.4, 0.45];
  test.each([
    [[2, 1, 4, 3], /^right/],
    [[1, 0, 3, 2], /start at 0; the formula at 1/],
    [[3, 4, 1, 2], /lowest similarity has rank 1/],
    [[2, 1, 3, 4], /each other’s place/],
    [[1, 2, 3], /has 3 numbers/],
  ])('%j', (answer, words) => expect(says(checkRanks(answer, similarities))).toMatch(words));

  test.each([
    [[3, 1, 2], /^right/],
    [[2, 3, 1], /items in their order/],
    [[1, 2, 0], /items in their order, from 0/],
  ])('of three items: %j', (answer, words) =>
    expect(says(checkRanks(answer, [0.1, 0.9, 0.5]))).toMatch(words),
  );

  test.each([
    [[2, 2, 2], /^right/],
    [[1, 1, 1], /adds a half/],
    [[3, 3, 3], /adds 1 here/],
    [[2.5, 2.5, 2.5], /compared with itself/],
  ])('of equal items: %j', (answer, words) =>
    expect(says(checkRanks(answer, [0.5, 0.5, 0.5]))).toMatch(words),
  );
});

test('a choice says of every answer why', () => {
  const options = { a: { words: 'no.' }, B: { isRight: true, words: 'yes.' } };
  const said = ['a', 'b', 'c', undefined, 3].map((answer) => says(checkChoice(answer, options)));
  expect(said).toEqual([
    'wrong: no.',
    'right: yes.',
    "wrong: c is none of the answers, which are 'a', 'B'.",
    "missing: choose one of 'a', 'B'.",
    "wrong: 3 is none of the answers, which are 'a', 'B'.",
  ]);
});

describe('a function', () => {
  const task = {
    what: 'the squares',
    reference: (list: number[]) => list.map((x) => x * x),
    calls: [[[1, 2]], [[3]]] as [number[]][],
    mistakes: [
      { function: (list: number[]) => list.map((x) => 2 * x), words: 'you double.' },
      { function: (list: number[]) => [...list, 0], words: 'you add one.' },
    ],
  };
  const broken = () => {
    throw new Error('no x');
  };
  test.each([
    [(list: number[]) => list.map((x) => x ** 2), /^right/],
    [undefined, /^missing/],
    [() => undefined, /^missing/],
    [(list: number[]) => list.map(() => NaN), /^missing/],
    [4, /no function/],
    [broken, /called with \[1, 2\], your function stops: no x/],
    [(list: number[]) => list.map((x) => 2 * x), /you double/],
    [(list: number[]) => list.map((x) => -x * x), /wrong sign/],
    [(list: number[]) => list.map((x) => x * x + 1), /1 too high/],
    [(list: number[]) => list.map((x) => x ** 3), /called with \[1, 2\], the 2nd number, 8, is too high/],
    [() => [1], /called with \[1, 2\], the list has 1 number; there should be 2/],
    [() => [], /the list has 0 numbers; there should be 2/],
    [(list: number[]) => [...list, 0], /you add one/],
  ])('%s', (answer, words) => expect(says(checkFunction(answer, task))).toMatch(words));
});

test('a gradient is compared with central differences', () => {
  const of = ([x, y]: number[]): number => x ** 2 + y ** 3;
  expect(says(checkGradient([2, 12], of, [1, 2]))).toMatch(/^right/);
  expect(says(checkGradient([-2, -12], of, [1, 2]))).toMatch(/wrong sign/);
  expect(says(checkGradient([1, 6], of, [1, 2]))).toMatch(/0\.5 times/);
  expect(says(checkGradient(undefined, of, [1, 2]))).toMatch(/^missing: the 2 derivatives/);
});

describe('average precision', () => {
  const mean = (list: number[]): number => list.reduce((a, b) => a + b, 0) / list.length;
  test.each([
    [(p: number[]) => mean(p.map((at, n) => (n + 1) / (at + 1))), /^right/],
    [(p: number[]) => mean(p.map((at, n) => n / (at + 1))), /one right picture, not zero/],
    [(p: number[]) => mean(p.map((at, n) => (n + 1) / Math.max(1, at))), /p \+ 1 pictures/],
    [(p: number[]) => p.length * mean(p.map((at, n) => (n + 1) / (at + 1))), /divide by the number of right/],
    [
      (p: number[]) => (p.length * mean(p.map((at, n) => (n + 1) / (at + 1)))) / (p.at(-1)! + 1),
      /length of the list/,
    ],
    [(p: number[]) => mean(p.map((at) => 1 / (at + 1))), /2\/rank/],
    [() => undefined, /^missing/],
  ])('%s', (answer, words) => expect(says(checkAveragePrecision(answer))).toMatch(words));
});

describe('a rising map', () => {
  test.each([
    [(t: number) => t ** 3, /^right/],
    [undefined, /^missing/],
    [() => undefined, /^missing: at t = 0/],
    [0.5, /no function/],
    [(t: number) => (t - 0.3) ** 2, /falls between t = 0 and/],
    [(t: number) => t / 2, /at t = 1 it gives 0\.5 in place of 1/],
    [(t: number) => t + 0.1, /at t = 0 it gives 0\.1 in place of 0/],
    [
      () => {
        throw new Error('oh');
      },
      /stops: oh/,
    ],
  ])('%s', (answer, words) => expect(says(checkRisingMap(answer, { ends: [0, 1] }))).toMatch(words));

  test('that is constant forgets the order', () => {
    expect(says(checkRisingMap(() => 0.5))).toMatch(/constant/);
  });
});

describe('rank order preservation', () => {
  const slips: [keyof RankOrderSlips, RegExp][] = [
    ['weightsFromZero', /the loss: the weights start at 0/],
    ['withoutSoftmax', /the loss: the weight is the position alone/],
    ['withoutMean', /the loss: the sum is not divided by K/],
    ['isReversed', /the loss: the difference is the wrong way round/],
    ['withoutTemperature', /the loss is right, the gradient lacks the 1\/τ/],
    ['withoutSquare', /the gradient lacks the 2/],
    ['withoutSlope', /the gradient lacks the slope/],
  ];
  test.each(slips)('with the slip %s', (slip, words) => {
    const answer = (s: number[], t: number[], tau: number) => rankOrder(s, t, tau, { [slip]: true });
    expect(says(checkRankOrder(answer))).toMatch(words);
  });

  test('is right, not there, or half there', () => {
    expect(says(checkRankOrder(rankOrder))).toMatch(/^right/);
    expect(says(checkRankOrder(undefined))).toMatch(/^missing/);
    expect(says(checkRankOrder(() => ({ loss: NaN, gradient: [] })))).toMatch(/^missing: .*the loss/);
    const half = (s: number[], t: number[], tau: number) => ({
      loss: rankOrder(s, t, tau).loss,
      gradient: undefined,
    });
    expect(says(checkRankOrder(half))).toMatch(/^missing: .*the gradient/);
    const falling = (s: number[], t: number[], tau: number) => {
      const { loss, gradient } = rankOrder(s, t, tau);
      return { loss, gradient: gradient.map((x) => -x) };
    };
    expect(says(checkRankOrder(falling))).toMatch(
      /the loss is right; in the gradient, every number has the wrong sign/,
    );
    for (const tie of [0, 1] as const) {
      const answer = (s: number[], t: number[], tau: number) => rankOrder(s, t, tau, { tie });
      expect(says(checkRankOrder(answer))).toMatch(new RegExp(`count ${tie} in your step`));
    }
    expect(says(checkRankOrder(() => undefined))).toMatch(/^missing/);
    expect(says(checkRankOrder(3))).toMatch(/no function/);
  });
});

test('places are spelled as they are spoken', () => {
  expect([1, 2, 3, 4, 11, 12, 21, 112].map(ordinal)).toEqual([
    '1st',
    '2nd',
    '3rd',
    '4th',
    '11th',
    '12th',
    '21st',
    '112th',
  ]);
});
