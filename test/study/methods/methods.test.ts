import { describe, expect, expectTypeOf, test } from 'vitest';
import { completeLossConfig } from '../../../src/losses/lossConfig.js';
import { families } from '../../../src/study/methods/families.js';
import type { Family } from '../../../src/study/methods/family.js';
import type { Method } from '../../../src/study/methods/method.js';
import {
  chosenTrial,
  isMethodId,
  methodIds,
  methods,
  type MethodId,
} from '../../../src/study/methods/methods.js';

describe('the records of methods', () => {
  test('stand in one family each', () => {
    const listed = families.flatMap((family) => Object.keys(family.methods));
    expect(listed).toEqual(methodIds);
    expect(new Set(listed).size).toBe(listed.length);
  });

  test.each(methodIds)('%s has six trials that differ, and one of them is chosen', (id) => {
    const { trials } = methods[id];
    const complete = trials.map(({ loss, ridge }) => JSON.stringify([completeLossConfig(loss), ridge]));
    expect(new Set(complete).size).toBe(6);
    expect(trials).toContain(chosenTrial(id));
  });

  test('give the ids their type', () => {
    expectTypeOf<'regression' | 'listLikelihood'>().toExtend<MethodId>();
    expectTypeOf<'regresion'>().not.toExtend<MethodId>();
    expect(isMethodId('regression')).toBe(true);
    expect(isMethodId('toString')).toBe(false);
  });

  // The compiler is what fails here, see `npm run lint`.
  test('do not compile with anything missing, or with a marker or a choice that there is not', () => {
    expectTypeOf(families).toExtend<readonly Family[]>();
    expectTypeOf<Family['methods'][string]>().toEqualTypeOf<Method>();
    expectTypeOf<Omit<Method, 'label'>>().not.toExtend<Method>();
    expectTypeOf<Omit<Method, 'color'>>().not.toExtend<Method>();
    expectTypeOf<Omit<Method, 'symbol'>>().not.toExtend<Method>();
    expectTypeOf<Omit<Method, 'trials'>>().not.toExtend<Method>();
    expectTypeOf<Omit<Method, 'chosen'>>().not.toExtend<Method>();
    expectTypeOf<'hexagon-open'>().toExtend<Method['symbol']>();
    expectTypeOf<'heptagon'>().not.toExtend<Method['symbol']>();
    expectTypeOf<6>().not.toExtend<Method['chosen']>();
    // @ts-expect-error There is no such method.
    expect(methods.regresion).toBeUndefined();
  });
});
