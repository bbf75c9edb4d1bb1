import { RetrievalError } from '../../errors.js';
import { coreSeconds, type Layout } from './layout.js';

/** What is asked of a search. */
export interface SearchDemand {
  /** N, vectors of the gallery. */
  vectors: number;
  /** D, numbers of a vector. */
  dimension: number;
  queriesPerSecond: number;
  /** Milliseconds that a shard may take for a query. */
  milliseconds: number;
  /** Copies of everything at least, so that one machine may fail. */
  leastReplicas: number;
}

/** A machine that is rented. */
export interface SearchMachine {
  cores: number;
  /** Bytes. */
  memory: number;
  disk: number;
  pricePerHour: number;
}

/** What a layout needs to answer a demand. */
export interface SearchPlan {
  /** Bytes of one copy. */
  memory: number;
  disk: number;
  /** Parts that the gallery is cut into; every query goes to all. */
  shards: number;
  replicas: number;
  machines: number;
  /** Milliseconds that a shard takes for a query on one core. */
  milliseconds: number;
  pricePerMonth: number;
  /** Of a thousand queries at the rate that was asked for. */
  pricePerThousand: number;
}

/** Of a machine's memory and disk, what vectors may fill; the rest is for the system, growth and a second index in a build. */
const usable = 0.6;
/** Of its cores' time, so that queues stay short. */
const busy = 0.5;
const hoursPerMonth = 730;
const secondsPerHour = 3600;

/**
 * Machines for a search: shards until memory, disk and time for a query suffice, then copies of all shards until the
 * queries of a second find cores.
 *
 * @throws RetrievalError (usage) for numbers that are not above 0
 */
export function planSearch(layout: Layout, demand: SearchDemand, machine: SearchMachine): SearchPlan {
  checkAboveZero({ ...demand, ...machine });
  const { vectors, dimension, queriesPerSecond, leastReplicas } = demand;
  const memory = vectors * layout.memoryBytes(dimension);
  const disk = vectors * layout.diskBytes(dimension);
  const shards = Math.max(
    Math.ceil(memory / (usable * machine.memory)),
    Math.ceil(disk / (usable * machine.disk)),
    shardsForTime(layout, demand),
  );
  const seconds = coreSeconds(layout, vectors / shards, dimension);
  const replicas = Math.max(leastReplicas, Math.ceil((queriesPerSecond * seconds) / (machine.cores * busy)));
  const machines = shards * replicas;
  const perHour = machines * machine.pricePerHour;
  return {
    memory,
    disk,
    shards,
    replicas,
    machines,
    milliseconds: 1000 * seconds,
    pricePerMonth: perHour * hoursPerMonth,
    pricePerThousand: (1000 * perHour) / (queriesPerSecond * secondsPerHour),
  };
}

/** Shards that are small enough for the time of a query; a time that does not depend on the size needs one. */
function shardsForTime(layout: Layout, { vectors, dimension, milliseconds }: SearchDemand): number {
  const excess = (1000 * coreSeconds(layout, vectors, dimension)) / milliseconds;
  return excess <= 1 || layout.slope <= 0 ? 1 : Math.ceil(excess ** (1 / layout.slope));
}

function checkAboveZero(numbers: object): void {
  for (const [name, value] of Object.entries(numbers) as [string, number][]) {
    if (value > 0 && Number.isFinite(value)) continue;
    throw new RetrievalError({
      what: 'A search can not be planned with this number',
      where: name,
      expected: 'a number above 0',
      found: String(value),
      kind: 'usage',
    });
  }
}
