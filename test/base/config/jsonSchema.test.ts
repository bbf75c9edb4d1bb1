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

interface Tree {
  of: Tree[];
}
const tree: z.ZodType<Tree> = z
  .strictObject({
    get of(): z.ZodArray<z.ZodType<Tree>> {
      return z.array(tree);
    },
  })
  .meta({ id: 'tree' });
const inForms = chosenSchema<{ kind: string }>(
  () => woods[0],
  () => woods,
);
const woods = [z.strictObject({ kind: z.literal('wood'), tree })];

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

test('a part that holds itself has its place at the root, however deep it is used', () => {
  const schema = z.strictObject({ tree: inForms, other: inForms });
  const { $defs, properties } = jsonSchemaOf(schema);
  expect(Object.keys($defs!)).toEqual(['tree']);
  expect($defs!.tree.properties!.of.items).toEqual({ $ref: '#/$defs/tree' });
  expect(properties!.other.anyOf![0].properties!.tree).toEqual({ $ref: '#/$defs/tree' });
  const validate = z.fromJSONSchema(jsonSchemaOf(schema) as never);
  const given = { kind: 'wood', tree: { of: [{ of: [] }] } };
  expect(validate.safeParse({ tree: given, other: given }).success).toBe(true);
  expect(validate.safeParse({ tree: given, other: { ...given, tree: { of: [1] } } }).success).toBe(false);
});
