import { jsonSchemaOf, type JsonSchema } from '../../base/config/jsonSchema.js';
import { unknownName } from '../../base/config/unknownName.js';
import { RetrievalError } from '../../errors.js';
import { runConfigSchema } from '../../experiments/runConfig.js';
import { entriesOf } from '../lookup/entries.js';
import type { Entry } from '../lookup/entry.js';
import { sorts } from '../lookup/sorts.js';

/** Something that can be described, with what it is one of. */
export interface Found extends Partial<Omit<Entry, 'schema'>> {
  name: string;
  sort: string;
  options?: JsonSchema;
}

/** What one of a sort is called. */
const single = {
  losses: 'loss',
  methods: 'method',
  rankers: 'ranker',
  indexes: 'engine of an index',
  'query-models': 'query model',
  'gallery-models': 'gallery model',
  datasets: 'data set',
  protocols: 'protocol',
  metrics: 'metric',
};

/**
 * Everything that has a name: a loss and a method may share one.
 * @throws RetrievalError (usage) for a name that nothing has, with the one that was probably meant.
 */
export function findByName(name: string): Found[] {
  const all = [...sorts.flatMap(entriesOfSort), ...configurationParts()];
  // A metric is listed by `@k`, whatever k is.
  const wanted = [name, name.replace(/@\d+$/, '@k')];
  const found = all.filter((entry) => wanted.includes(entry.name));
  if (found.length > 0) return found;
  if ((sorts as readonly string[]).includes(name)) throw isSort(name);
  throw unknownName(name, [...sorts, ...new Set(all.map((entry) => entry.name))], {
    what: 'There is nothing of this name',
    where: 'asym describe',
    expected: 'a name that `asym list` prints',
    fix: 'asym list',
  });
}

function isSort(sort: string): RetrievalError {
  return new RetrievalError({
    what: 'This is a list of names',
    where: 'asym describe',
    expected: 'one of the names in it',
    found: sort,
    fix: `asym list ${sort}`,
    kind: 'usage',
  });
}

function entriesOfSort(sort: (typeof sorts)[number]): Found[] {
  return entriesOf[sort]().map(({ schema, ...entry }) => ({
    ...entry,
    sort: single[sort],
    ...(schema && { options: jsonSchemaOf(schema) }),
  }));
}

/** A run and its fields. */
function configurationParts(): Found[] {
  const run = jsonSchemaOf(runConfigSchema);
  return [
    {
      name: 'run',
      sort: 'configuration',
      what: 'Everything that decides the outcome of a training',
      options: run,
    },
    ...Object.entries(run.properties!).map(([name, field]) => ({
      name,
      sort: 'field of a run',
      ...(field.description !== undefined && { what: field.description }),
      options: {
        type: 'object',
        properties: { [name]: field },
        required: run.required?.filter((key) => key === name) ?? [],
      },
    })),
  ];
}
