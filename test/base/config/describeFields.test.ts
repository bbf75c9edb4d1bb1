import { expect, test } from 'vitest';
import { z } from 'zod';
import { describeFields, rangeOf } from '../../../src/base/config/describeFields.js';
import { jsonSchemaOf } from '../../../src/base/config/jsonSchema.js';

const rangeOfSchema = (schema: z.ZodType): string => rangeOf(jsonSchemaOf(schema));

test.each([
  [z.number(), 'number'],
  [z.number().positive(), 'number above 0'],
  [z.number().min(0).max(1), 'number from 0 to 1'],
  [z.number().min(0).lt(1), 'number from 0 below 1'],
  [z.number().positive().max(4), 'number above 0 up to 4'],
  [z.int(), 'whole number'],
  [z.int().min(2), 'whole number from 2'],
  [z.enum(['a', 'b']), 'one of "a", "b"'],
  [z.union([z.int().positive(), z.literal('full')]), 'whole number above 0, or "full"'],
  [z.boolean(), 'true or false'],
  [z.string().min(1), 'text'],
  [z.array(z.number().positive()).min(1), 'list of: number above 0, 1 or more'],
  [z.tuple([z.number(), z.int()]), '[number, whole number]'],
])('a range is told in words, %#', (schema, words) => {
  expect(rangeOfSchema(schema)).toBe(words);
});

test('every option has its default, and those of parts follow theirs', () => {
  const schema = z.strictObject({
    kind: z.literal('mine'),
    width: z.number().default(1).describe('How wide.'),
    path: z.string(),
    inner: z.strictObject({ depth: z.int().optional() }),
  });
  expect(describeFields(jsonSchemaOf(schema))).toEqual([
    { name: 'width', range: 'number', default: '1', isRequired: false, meaning: 'How wide.' },
    { name: 'path', range: 'text', isRequired: true },
    { name: 'inner', range: 'the fields below', isRequired: true },
    { name: 'inner.depth', range: 'whole number', isRequired: false },
  ]);
});

test('options of some forms only say of which', () => {
  const schema = z.strictObject({
    list: z.discriminatedUnion('from', [
      z.strictObject({ from: z.literal('bank'), count: z.int() }),
      z.strictObject({ from: z.literal('batch') }),
    ]),
  });
  expect(describeFields(jsonSchemaOf(schema))).toMatchObject([
    { name: 'list', range: '{ from: "bank" }, or { from: "batch" }' },
    { name: 'list.from', range: 'one of "bank", "batch"' },
    { name: 'list.count', only: 'from: bank' },
  ]);
});

test('parts that stand in one place are told of where they are used, those of many forms by their kinds', () => {
  const kinds = ['a', 'b', 'c', 'd', 'e'] as const;
  const forms = kinds.map((kind) => z.strictObject({ kind: z.literal(kind), form: z.enum(['x', 'y']) }));
  const part = z
    .discriminatedUnion('kind', [forms[0], ...forms.slice(1)])
    .meta({ id: 'describedPart', description: 'A part.' });
  const schema = z.strictObject({ one: part, several: z.array(part).describe('Parts.') });
  const range = kinds.map((kind) => `{ kind: "${kind}" }`).join(', or ');
  expect(describeFields(jsonSchemaOf(schema))).toEqual([
    { name: 'one', range, isRequired: true, meaning: 'A part.' },
    { name: 'several', range: `list of: ${range}`, isRequired: true, meaning: 'Parts.' },
  ]);
});
