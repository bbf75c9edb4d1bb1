import { describeBytes } from '../../base/describeBytes.js';
import { toTextTable } from '../../report/tables/writeTable.js';
import { layouts } from '../../scale/plan/layouts.js';
import { planEmbedding } from '../../scale/plan/planEmbedding.js';
import { planSearch } from '../../scale/plan/planSearch.js';

interface Options {
  vectors: number;
  dimension: number;
  qps: number;
  latency: number;
  replicas: number;
  cores: number;
  memory: number;
  disk: number;
  price: number;
  picturesPerSecond: number;
  cards: number;
  cardPrice: number;
  json?: boolean;
}

const gigabyte = 1e9;

/** Prints what each way to keep the vectors takes, and what a change of the gallery model takes. */
export function run({ json, ...options }: Options): void {
  const { vectors, dimension } = options;
  const demand = {
    vectors,
    dimension,
    queriesPerSecond: options.qps,
    milliseconds: options.latency,
    leastReplicas: options.replicas,
  };
  const machine = {
    cores: options.cores,
    memory: options.memory * gigabyte,
    disk: options.disk * gigabyte,
    pricePerHour: options.price,
  };
  const search = layouts.map((layout) => {
    const { label, recall, order } = layout;
    return { label, recall, order, ...planSearch(layout, demand, machine) };
  });
  const embedding = planEmbedding({
    pictures: vectors,
    dimension,
    picturesPerSecond: options.picturesPerSecond,
    cards: options.cards,
    pricePerCardHour: options.cardPrice,
  });
  if (json) return console.log(JSON.stringify({ demand, machine, search, embedding }, null, 2));
  console.log(
    `${vectors.toLocaleString('en')} vectors of ${dimension} numbers, ${options.qps} queries a second, ${options.latency} ms a shard, ${options.replicas} copies at least\n`,
  );
  const rows = search.map((plan) => ({
    ...plan,
    memory: describeBytes(plan.memory),
    disk: describeBytes(plan.disk),
    recall: 100 * plan.recall,
    order: 100 * plan.order,
  }));
  console.log(
    toTextTable(rows, [
      { key: 'label', label: 'kept as' },
      { key: 'memory', label: 'memory, one copy' },
      { key: 'disk', label: 'disk' },
      { key: 'shards' },
      { key: 'replicas', label: 'copies' },
      { key: 'machines' },
      { key: 'milliseconds', label: 'ms a query', digits: 1 },
      { key: 'pricePerMonth', label: 'price a month', digits: 0 },
      { key: 'pricePerThousand', label: 'of 1,000 queries', digits: 4 },
      { key: 'recall', label: 'found, %', digits: 1 },
      { key: 'order', label: 'in order, %', digits: 1 },
    ]),
  );
  const { hours, price, bytes } = embedding;
  console.log(
    `\nAnother gallery model: ${hours.toPrecision(3)} hours on ${options.cards} cards, ${Math.round(price).toLocaleString('en')}, and ${describeBytes(bytes)} for the new vectors beside the old ones.`,
  );
  console.log(
    'Query models of the old one search the old vectors until the new ones are whole; then both are switched together.',
  );
}
