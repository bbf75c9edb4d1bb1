import { expect, test } from 'vitest';
import { z } from 'zod';
import { stableText } from '../../../src/base/registry/stableText.js';

const schema = (least: number, start: number) =>
  z
    .strictObject({ kind: z.literal('mine'), margin: z.number().min(least).default(start) })
    .refine(({ margin }) => margin < 3);

test('equal values have equal texts, whatever the order of their fields', () => {
  const value = () => ({ a: [1, 'b', null, undefined, /c/g], f: (x: number) => x + 1, schema: schema(0, 1) });
  expect(stableText(value())).toBe(stableText(value()));
  const { a, ...rest } = value();
  expect(stableText({ ...rest, a })).toBe(stableText(value()));
});

test.each([
  ['numbers', { a: 1 }, { a: 2 }],
  ['types', { a: 1 }, { a: '1' }],
  ['names of fields', { a: 1 }, { b: 1 }],
  ['vectors', new Float32Array([1, 2]), new Float32Array([1, 3])],
  ['functions', (x: number) => x + 1, (x: number) => x + 2],
  ['the range of a field', schema(0, 1), schema(0.5, 1)],
  ['the default of a field', schema(0, 1), schema(0, 2)],
  ['the condition of a schema', schema(0, 1), z.strictObject(schema(0, 1).shape).refine(() => true)],
  ['what a schema does with unknown fields', z.object({}), z.strictObject({})],
])('a text changes with %s', (_, one, other) => {
  expect(stableText(one)).toEqual(expect.any(String));
  expect(stableText(one)).not.toBe(stableText(other));
});

test.each([
  ['native functions', Math.sin],
  ['bound functions', { f: ((x: number) => x).bind(null) }],
  ['instances of classes', { map: new Map() }],
  ['symbols', [Symbol('a')]],
])('there is no text of %s', (_, value) => {
  expect(stableText(value)).toBeUndefined();
});

test('circles end', () => {
  const value: { self?: object } = {};
  value.self = value;
  expect(stableText(value)).toBe('{"self":circle}');
});
