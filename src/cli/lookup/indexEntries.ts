import type { z } from 'zod';
import { describeFields } from '../../base/config/describeFields.js';
import { jsonSchemaOf } from '../../base/config/jsonSchema.js';
import { engines } from '../../galleryIndex/engines.js';
import type { Entry } from './entry.js';

/** The engines of indexes, each with its options, and the settings of its searches. */
export function indexEntries(): Entry[] {
  return Object.entries(engines).map(([kind, { what = '', source = '', use = '', schema, settings }]) => ({
    name: kind,
    what,
    source,
    use,
    schema,
    facts: describeSettings(settings),
    example: `asym index build --index index/ --gallery vectors.npy --engine ${kind}`,
  }));
}

/** The settings of one search, a line each. */
function describeSettings(settings: z.ZodType): string[] {
  return describeFields(jsonSchemaOf(settings)).map(
    ({ name, range, default: value, meaning = '' }) =>
      `Of a search, --set ${name}=...: ${range}${value === undefined ? '' : `, default ${value}`}. ${meaning}`,
  );
}
