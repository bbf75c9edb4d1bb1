import type { JsonSchema } from './jsonSchema.js';

/** One option of a configuration, for a reader. */
export interface FieldText {
  /** Keys from the outside in, such as `neighbours.count`. */
  name: string;
  /** What it may be, such as `number above 0`. */
  range: string;
  /** JSON of what it is when left out; missing where it has none. */
  default?: string;
  isRequired: boolean;
  meaning?: string;
  /** The values of another field with which it is allowed, such as `from: bank, bankAndBatch`. */
  only?: string;
}

/** A part with so many forms is described by itself. */
const mostForms = 4;

/** Every option that an object's schema has, those of its parts after it; fields with one fixed value say nothing. */
export function describeFields(schema: JsonSchema, before = '', $defs = schema.$defs): FieldText[] {
  const forms = objectForms(schema);
  const names = [...new Set(forms.flatMap((form) => Object.keys(form.properties!)))];
  return names.flatMap((key) => {
    const owners = forms.filter((form) => form.properties![key]);
    const parts = owners.map((form) => form.properties![key]!);
    const part = resolved(forms.length > 1 ? joined(parts) : parts[0]!, $defs);
    if (part.const !== undefined) return [];
    const only = owners.length < forms.length ? tellingValues(forms, owners) : undefined;
    const name = `${before}${key}`;
    const own: FieldText = {
      name,
      range: rangeOf(part.items ? { ...part, items: resolved(part.items, $defs) } : part),
      isRequired: owners.every((form) => form.required?.includes(key)),
      ...(part.default !== undefined && { default: JSON.stringify(part.default) }),
      ...(part.description !== undefined && { meaning: part.description }),
      ...(only !== undefined && { only }),
    };
    const inner = resolved(part.items ?? part, $defs);
    const isBrief = (inner.anyOf ?? inner.oneOf ?? []).length <= mostForms;
    return [own, ...(isBrief ? describeFields(inner, `${name}.`, $defs) : [])];
  });
}

/** The part that a schema names, or itself. */
function resolved(schema: JsonSchema, $defs: JsonSchema['$defs'] = {}): JsonSchema {
  return $defs[schema.$ref?.split('/').at(-1) ?? ''] ?? schema;
}

/** What a value may be, in words. */
export function rangeOf(schema: JsonSchema): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  // What is not resolved is a part inside itself.
  if (schema.$ref !== undefined) return 'another of these';
  if (schema.enum) return `one of ${schema.enum.map((value) => JSON.stringify(value)).join(', ')}`;
  const forms = schema.anyOf ?? schema.oneOf;
  if (forms) return [...new Set(forms.flatMap((form) => formText(form)))].join(', or ');
  switch (schema.type) {
    case 'number':
      return `number${boundsText(schema)}`;
    case 'integer':
      return `whole number${boundsText(schema)}`;
    case 'boolean':
      return 'true or false';
    case 'string':
      return 'text';
    case 'array':
      return schema.prefixItems ? `[${schema.prefixItems.map(rangeOf).join(', ')}]` : listText(schema);
    default:
      return schema.properties ? 'the fields below' : 'any value';
  }
}

function listText({ items = {}, minItems }: JsonSchema): string {
  const least = minItems ? `, ${minItems} or more` : '';
  return `list of: ${rangeOf(items)}${least}`;
}

/** Objects are told by the value that tells them apart. */
function formText(form: JsonSchema): string[] {
  if (!form.properties) return [rangeOf(form)];
  const fixed = Object.entries(form.properties);
  const own = fixed.filter(([, part]) => typeof part.const === 'string');
  const telling = (own.length > 0 ? own : fixed).flatMap(([key, part]) =>
    fixedValues(part).map((value) => `{ ${key}: ${JSON.stringify(value)} }`),
  );
  return telling.length > 0 ? telling : ['the fields below'];
}

function boundsText({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: JsonSchema): string {
  const low =
    exclusiveMinimum !== undefined
      ? ` above ${exclusiveMinimum}`
      : minimum !== undefined
        ? ` from ${minimum}`
        : '';
  if (maximum !== undefined) return `${low} ${low.startsWith(' from') ? 'to' : 'up to'} ${maximum}`;
  return exclusiveMaximum !== undefined ? `${low} below ${exclusiveMaximum}` : low;
}

function objectForms(schema: JsonSchema): JsonSchema[] {
  if (schema.properties) return [schema];
  return (schema.anyOf ?? schema.oneOf ?? []).filter((form) => form.properties);
}

/** One field of several forms: its fixed values together; else as the first of them has it. */
function joined(parts: JsonSchema[]): JsonSchema {
  const fixed = parts.flatMap(fixedValues);
  return fixed.length > 1 ? { ...parts[0], const: undefined, enum: fixed } : parts[0]!;
}

function fixedValues({ const: value, enum: values }: JsonSchema): unknown[] {
  return value === undefined ? (values ?? []) : [value];
}

/** The values by which the forms that have a field are told from the others. */
function tellingValues(forms: JsonSchema[], owners: JsonSchema[]): string | undefined {
  const key = Object.keys(owners[0]!.properties!).find((name) =>
    forms.every((form) => fixedValues(form.properties![name] ?? {}).length > 0),
  );
  if (key === undefined) return undefined;
  return `${key}: ${owners.flatMap((form) => fixedValues(form.properties![key]!)).join(', ')}`;
}
