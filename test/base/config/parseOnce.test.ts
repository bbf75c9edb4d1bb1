import { expect, test } from 'vitest';
import { z } from 'zod';
import { parseOnce } from '../../../src/base/config/parseOnce.js';

const inner = z.strictObject({ sizes: z.array(z.int()).default([1, 2]) });
const schema = z.strictObject({ name: z.string(), part: inner.prefault({}) });

test('a configuration that came out of a schema is given back by it as it is', () => {
  const first = parseOnce(schema, { name: 'a' }, 'the thing');
  expect(first).toEqual({ name: 'a', part: { sizes: [1, 2] } });
  expect(parseOnce(schema, first, 'the thing')).toBe(first);
});

test('a changed copy and the configuration of another schema are checked', () => {
  const first = parseOnce(schema, { name: 'a' }, 'the thing');
  expect(() => parseOnce(schema, { ...first, size: 3 }, 'the thing')).toThrow(/size/);
  expect(parseOnce(schema, { ...first, name: 'b' }, 'the thing')).toEqual({ ...first, name: 'b' });
  const other = schema.extend({ more: z.int().default(3) });
  expect(parseOnce(other, first, 'the other thing')).toEqual({ ...first, more: 3 });
});

test('what was checked can not be changed', () => {
  const { part } = parseOnce(schema, { name: 'a', part: { sizes: [3] } }, 'the thing');
  expect(() => part.sizes.push(1.5)).toThrow(TypeError);
  expect(part.sizes).toEqual([3]);
});
