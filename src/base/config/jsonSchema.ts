import { z } from 'zod';
import { choiceOf } from './chosenSchema.js';

/** What of JSON Schema (draft 2020-12) the schemas of configurations use. */
export interface JsonSchema {
  $schema?: string;
  title?: string;
  description?: string;
  type?: string;
  const?: unknown;
  enum?: unknown[];
  default?: unknown;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  minLength?: number;
  minItems?: number;
  maxItems?: number;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: boolean;
  items?: JsonSchema;
  prefixItems?: JsonSchema[];
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  /** Place of the part that stands here: `#/$defs/NAME`. */
  $ref?: string;
  /** Parts that hold themselves, by the `id` in their schema's meta data. */
  $defs?: Record<string, JsonSchema>;
}

/**
 * The JSON Schema of what a user may write for a schema. Parts whose forms are registered list those of this moment; what
 * depends on several fields at once cannot be written in it and is left out.
 */
export function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  const $defs: Record<string, JsonSchema> = {};
  const written = partSchema(schema, $defs);
  return Object.keys($defs).length > 0 ? { ...written, $defs } : written;
}

/** @param $defs takes the parts that hold themselves, which can be named from the root alone */
function partSchema(schema: z.ZodType, $defs: Record<string, JsonSchema>): JsonSchema {
  const { $defs: own, ...whole } = z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      const written = jsonSchema as JsonSchema;
      const choice = choiceOf(zodSchema);
      if (choice) written.anyOf = choice.forms().flatMap((form) => formsOf(partSchema(form, $defs)));
      // Every whole number that can be told from its neighbours is no bound.
      if (written.minimum === Number.MIN_SAFE_INTEGER) delete written.minimum;
      if (written.maximum === Number.MAX_SAFE_INTEGER) delete written.maximum;
    },
  }) as JsonSchema;
  Object.assign($defs, own);
  return whole;
}

/** A schema that is nothing but alternatives is these; parts carry no mark of the standard. */
function formsOf(schema: JsonSchema): JsonSchema[] {
  const form: JsonSchema = { ...schema };
  delete form.$schema;
  return Object.keys(form).join() === 'anyOf' ? form.anyOf! : [form];
}
