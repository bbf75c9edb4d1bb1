import { describe, expect, test } from 'vitest';
import {
  checkLabels,
  checkPositions,
  checkRanking,
  checkRows,
} from '../../../src/vectors/checks/checkNumbers.js';

describe('labels', () => {
  test.each([
    [[NaN, 1], /labels\[0\][^]*found: NaN/],
    [[1, Infinity], /labels\[1\][^]*found: Infinity/],
    [['cat', 'dog'], /found: the text "cat"[^]*fix: number the names/],
    [[1], /2 entries/],
    [3, /not a list[^]*found: 3/],
    [undefined, /not a list[^]*found: undefined/],
  ])('%j are refused', (labels, message) => {
    expect(() => checkLabels(labels as never, 2, 'labels')).toThrow(message);
  });

  test('any finite numbers will do', () => {
    expect(() => checkLabels([-1, 0.5], 2, 'labels')).not.toThrow();
    expect(() => checkLabels(Int32Array.of(7, 7), 2, 'labels')).not.toThrow();
  });
});

describe('a ranking', () => {
  test.each([
    [[0, 0], /ranking\[1\][^]*found: row 0 again/],
    [[0, 2], /each row from 0 to 1 once[^]*found: 2/],
    [[1, -1], /found: -1/],
    [[0, NaN], /found: NaN/],
    [[0, 0.5], /found: 0.5/],
    [null, /not a list/],
  ])('%j is refused', (ranking, message) => {
    expect(() => checkRanking(ranking as never, 'ranking')).toThrow(message);
  });

  test('each row once is one', () => {
    expect(() => checkRanking([2, 0, 1], 'ranking')).not.toThrow();
    expect(() => checkRanking([], 'ranking')).not.toThrow();
  });
});

describe('positions', () => {
  test.each([
    [[1, 1], 2, /positions\[1\][^]*1 behind 1/],
    [[3, 1], 2, /1 behind 3/],
    [[-1], 1, /found: -1/],
    [[NaN], 1, /found: NaN/],
    [[0.5], 1, /found: 0.5/],
    [[0, 1], 1, /positiveCount[^]*at least 2[^]*found: 1/],
    [[0], NaN, /positiveCount/],
  ])('%j of %j positives are refused', (positions, count, message) => {
    expect(() => checkPositions(positions, count)).toThrow(message);
  });

  test('a truncated list has fewer of them than positives', () => {
    expect(() => checkPositions(Float64Array.of(0, 7), 5)).not.toThrow();
    expect(() => checkPositions([])).not.toThrow();
  });
});

test('rows lie in their table, and only where it is said -1 stands for none', () => {
  expect(() => checkRows([0, 2], 3, 'rows')).not.toThrow();
  expect(() => checkRows([-1], 3, 'rows', true)).not.toThrow();
  expect(() => checkRows([-1], 3, 'rows')).toThrow(/rows\[0\][^]*0 to 2/);
  expect(() => checkRows([NaN], 3, 'rows', true)).toThrow(/or -1 for none[^]*NaN/);
  expect(() => checkRows([3], 3, 'rows', true)).toThrow(/found: 3/);
});
