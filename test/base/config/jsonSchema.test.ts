import { expect, test } from 'vitest';
import { z } from 'zod';
import { chosenSchema } from '../../../src/base/config/chosenSchema.js';
import { jsonSchemaOf } from '../../../src/base/config/jsonSchema.js';

const forms = [
  z.strictObject({ kind: z.literal('disc'), radius: z.number().positive().default(1).describe('Its size.') }),
];
const shape = chosenSchema<{ kind: string }>(
  () => forms[0],
  () => forms,
);

test('ranges, defaults, meanings and registered forms stand in it', () => {
  const schema = z
    .strictObject({ count: z.int().min(2).default(3), shape: shape.describe('What is drawn.') })
    .transform((value) => value);
  expect(jsonSchemaOf(schema)).toMatchObject({
    properties: {
      count: { type: 'integer', minimum: 2, default: 3 },
      shape: {
        description: 'What is drawn.',
        anyOf: [{ properties: { radius: { exclusiveMinimum: 0, default: 1, description: 'Its size.' } } }],
      },
    },
    required: ['shape'],
    additionalProperties: false,
  });
  expect(jsonSchemaOf(schema).properties!.count).not.toHaveProperty('maximum');
});

test('forms that are registered later are there from then on', () => {
  forms.push(z.strictObject({ kind: z.literal('square') }) as never);
  const { anyOf } = jsonSchemaOf(z.strictObject({ shape })).properties!.shape;
  expect(anyOf!.map(({ properties }) => properties!.kind.const)).toEqual(['disc', 'square']);
});
