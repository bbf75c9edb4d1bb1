import type { Described } from '../../base/registry/described.js';
import type { RegisteredCode } from '../../base/registry/registry.js';
import { benchmarkNames } from '../../datasets/benchmarks/names.js';
import { benchmarkSources } from '../../datasets/benchmarks/sources/benchmarkSources.js';
import { datasetRegistry } from '../../datasets/datasetRegistry.js';
import {
  labelsProtocol,
  protocolNames,
  type AnyProtocolName,
} from '../../datasets/groundTruth/protocolNames.js';
import { lossRegistry } from '../../losses/registry.js';
import { queryModelRegistry } from '../../models/queryModelRegistry.js';
import { metricWords } from '../../retrieval/metrics/metricWords.js';
import { protocols } from '../../retrieval/protocols/protocols.js';
import type { Entry } from './entry.js';
import { galleryModelEntries } from './galleryModelEntries.js';
import { indexEntries } from './indexEntries.js';
import { methodEntries } from './methodEntries.js';
import { rankerEntries } from './rankerEntries.js';
import type { Sort } from './sorts.js';

/** Reads the registries as they are now, so that what a plugin registers is among them. */
export const entriesOf: Record<Sort, () => Entry[]> = {
  losses: () =>
    lossRegistry.names().map((name) => {
      const { schema, needsLabels, example, ...words } = lossRegistry.find(name)!;
      const loss = JSON.stringify({ kind: name, ...example });
      return {
        ...described(words, lossRegistry.codeOf(name)),
        name,
        schema,
        ...(needsLabels && { facts: ['It learns from labels.'] }),
        example: `asym train --data photos/ --set 'loss=${loss}'`,
      };
    }),
  methods: methodEntries,
  rankers: rankerEntries,
  indexes: indexEntries,
  'query-models': () =>
    queryModelRegistry.names().map((name) => {
      const { schema, example, ...words } = queryModelRegistry.find(name)!;
      const query = JSON.stringify({ kind: name, ...example });
      return {
        ...described(words, queryModelRegistry.codeOf(name)),
        name,
        schema,
        example: `asym train --data photos/ --query '${query}'`,
      };
    }),
  'gallery-models': galleryModelEntries,
  datasets: () => [
    ...datasetRegistry.names().map((name) => ({
      ...described(datasetRegistry.find(name)!, datasetRegistry.codeOf(name)),
      name,
      example: `asym train --data ${name}`,
    })),
    ...benchmarkNames.map((name) => {
      const { title, licence, page, request, use } = benchmarkSources[name];
      const facts = [`Terms: ${licence}`, ...(request ? [request] : [])];
      return { name, what: title, source: page, use, facts, example: `asym data get ${name}` };
    }),
  ],
  protocols: () => [
    ...protocolNames.map((name) =>
      protocolEntry(name, {
        source: protocols[name].source ?? benchmarkSources[name].page,
        use: benchmarkSources[name].use,
        example: `asym evaluate --protocol ${name} --queries q.npy --gallery x.npy --ground-truth ground-truth/`,
      }),
    ),
    protocolEntry(labelsProtocol, {
      source: 'Musgrave et al. 2020 (mAP@R)',
      use: "for one's own vectors of either model, where a table says what is right",
      example: `asym evaluate --protocol ${labelsProtocol} --labels labels.csv --gallery x.npy`,
    }),
  ],
  metrics: () =>
    Object.entries(metricWords).map(([name, { range, ...words }]) => ({
      ...words,
      name,
      facts: [`Values: ${range}`],
    })),
};

/** What is registered need not say all of it. */
function described(
  { what, source, use }: Described,
  code: RegisteredCode | undefined,
): Pick<Entry, 'what' | 'source' | 'use'> {
  return {
    what: what ?? `Registered${code?.file === undefined ? '' : ` by ${code.file}`}`,
    source: source ?? 'its authors',
    use: use ?? 'as its authors say',
  };
}

function protocolEntry(name: AnyProtocolName, words: Pick<Entry, 'source' | 'use' | 'example'>): Entry {
  const { title, measures, takesDistractors } = protocols[name];
  return {
    name,
    what: `${title}: ${measures.map((measure) => measure.name).join(', ')}`,
    ...words,
    ...(takesDistractors && { facts: ['Distractors may join the gallery.'] }),
  };
}
