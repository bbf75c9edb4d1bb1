import { z } from 'zod';

/** A place of a configuration whose forms may be registered at any time. */
interface Choice {
  choose: (value: unknown) => z.ZodType;
  forms: () => z.ZodType[];
}

/** By the schema's definition, which its described copies share. */
const choices = new WeakMap<object, Choice>();

/**
 * A schema that is looked up for each value, for parts of a configuration whose forms may be registered at any time.
 *
 * @param choose gives the schema of a value; for any other value one that says what there is.
 * @param forms gives every schema that it may be, for those who list them.
 */
export function chosenSchema<Output, Input = Output>(
  choose: (value: unknown) => z.ZodType,
  forms: () => z.ZodType[],
): z.ZodType<Output, Input> {
  const given = z.custom<unknown>((value) => value !== undefined, 'it is missing');
  const schema = given.transform((value, context): Output => {
    const result = choose(value).safeParse(value);
    if (result.success) return result.data as Output;
    for (const issue of result.error.issues) {
      context.issues.push({ ...issue, input: value, path: [...issue.path] } as z.core.$ZodRawIssue);
    }
    return z.NEVER;
  }) as z.ZodType<Output, Input>;
  choices.set(schema.def, { choose, forms });
  return schema;
}

/** How such a schema is looked up; `undefined` for any other schema. */
export function choiceOf(schema: z.core.$ZodType): Choice | undefined {
  return choices.get(schema._zod.def);
}
