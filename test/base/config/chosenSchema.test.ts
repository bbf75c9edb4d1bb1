import { expect, test } from 'vitest';
import { z } from 'zod';
import { chosenSchema, choiceOf } from '../../../src/base/config/chosenSchema.js';
import { parseConfig } from '../../../src/base/config/parseConfig.js';

const forms = new Map<unknown, z.ZodType>([
  ['disc', z.strictObject({ kind: z.literal('disc'), radius: z.number().positive().default(1) })],
]);
const shape = chosenSchema<{ kind: string }>(
  (value) =>
    forms.get((value as { kind?: unknown } | undefined)?.kind) ??
    z.object({ kind: z.enum([...forms.keys()] as string[]) }),
  () => [...forms.values()],
);
const schema = z.strictObject({ shapes: z.array(shape), first: shape.optional() });
const refused = (value: unknown) => {
  try {
    return parseConfig(schema, value, 'the drawing');
  } catch (error) {
    return (error as { details: { where: string } }).details.where;
  }
};

test('the form of a value is chosen by the value, with the defaults of that form', () => {
  expect(schema.parse({ shapes: [{ kind: 'disc' }, { kind: 'disc', radius: 2 }] })).toEqual({
    shapes: [
      { kind: 'disc', radius: 1 },
      { kind: 'disc', radius: 2 },
    ],
  });
});

test('problems name their place in the whole, with what was probably meant', () => {
  expect(refused({ shapes: [{ kind: 'disc', radius: 0 }] })).toMatch(/^shapes\.0\.radius: /);
  expect(refused({ shapes: [], first: { kind: 'disc', radus: 1 } })).toBe(
    'first.radus: there is no such field; did you mean "radius"?',
  );
  expect(refused({ shapes: [{ kind: 'disk' }] })).toBe(
    'shapes.0.kind: there is no "disk"; did you mean "disc"?',
  );
});

test('only an optional one may be missing', () => {
  expect(refused({ shapes: [], first: undefined })).toEqual({ shapes: [], first: undefined });
  expect(refused({ shapes: [undefined] })).toBe('shapes.0: it is missing');
});

test('a form that is added later counts from then on', () => {
  expect(refused({ shapes: [{ kind: 'square', side: 2 }] })).toMatch(/there is no "square"/);
  forms.set('square', z.strictObject({ kind: z.literal('square'), side: z.number() }));
  expect(refused({ shapes: [{ kind: 'square', side: 2 }] })).toEqual({
    shapes: [{ kind: 'square', side: 2 }],
  });
  expect(refused({ shapes: [{ kind: 'circle' }] })).toBe(
    'shapes.0.kind: there is no "circle"; there are disc, square',
  );
});

test('every form is listed, also by a described copy', () => {
  expect(choiceOf(shape.describe('A shape.'))!.forms()).toEqual([...forms.values()]);
});
