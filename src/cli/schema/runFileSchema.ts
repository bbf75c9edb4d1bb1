import { jsonSchemaOf, type JsonSchema } from '../../base/config/jsonSchema.js';
import { datasetRegistry } from '../../datasets/datasetRegistry.js';
import { benchmarkNames } from '../../datasets/benchmarks/names.js';
import { runConfigSchema } from '../../experiments/runConfig.js';
import { trainableMethods } from '../../study/rankers/trainable.js';

/**
 * The schema of a run as `train --config` reads it: no field is required, since options and defaults fill in what is
 * missing. Known methods and data sets are offered; other texts are names of one's own, and paths.
 */
export function runFileSchema(): JsonSchema {
  const { properties, ...rest } = jsonSchemaOf(runConfigSchema);
  const { method, dataset } = properties!;
  const offering = (field: JsonSchema, names: readonly string[]): JsonSchema => ({
    ...(field.description !== undefined && { description: field.description }),
    anyOf: [{ enum: [...names] }, { type: 'string' }],
  });
  return {
    ...rest,
    required: [],
    title: 'A run of asym train',
    properties: {
      $schema: { description: 'This schema, for editors.', type: 'string' },
      ...properties,
      method: offering(method!, trainableMethods),
      dataset: offering(dataset!, [...datasetRegistry.names(), ...benchmarkNames]),
    },
  };
}
