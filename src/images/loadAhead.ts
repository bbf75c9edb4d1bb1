import { pictureWorkers } from '../base/forEachConcurrently.js';

/** What `loadAhead` does at most at one time. */
export interface LoadLimits {
  /** Values that are loading or wait for their turn; default 16. */
  ahead?: number;
  /** Values that are loading; default one per core, from 2 to 4. */
  workers?: number;
  /** Summed weight of the values that are loading, for example in megapixels; a heavier one loads alone. */
  capacity: number;
}

export interface LoadPlan<T> extends LoadLimits {
  count: number;
  /** Weight of a value while it loads; known without loading it. */
  weigh(index: number): Promise<number>;
  load(index: number): Promise<T>;
}

const usualAhead = 16;

/**
 * Loads `count` values while earlier ones are in use, within the limits.
 * @yields how each value's loading ended, in their order; a failure stops nothing by itself.
 */
export async function* loadAhead<T>(plan: LoadPlan<T>): AsyncGenerator<PromiseSettledResult<T>> {
  const { count, ahead = usualAhead, workers = pictureWorkers, capacity } = plan;
  const gate = weightGate(workers, capacity);
  const queue: Promise<PromiseSettledResult<T>>[] = [];
  const load = async (index: number): Promise<T> => {
    const weight = await plan.weigh(index);
    await gate.enter(weight);
    try {
      return await plan.load(index);
    } finally {
      gate.leave(weight);
    }
  };
  try {
    for (let next = 0; next < count || queue.length > 0;) {
      while (next < count && queue.length < ahead) queue.push(settled(load(next++)));
      yield await queue.shift()!;
    }
  } finally {
    gate.close();
    await Promise.all(queue);
  }
}

async function settled<T>(value: Promise<T>): Promise<PromiseSettledResult<T>> {
  const [result] = await Promise.allSettled([value]);
  return result;
}

interface Waiting {
  weight: number;
  enter: () => void;
  refuse: (reason: unknown) => void;
}

/** Lets in as many at a time as the limits allow, in the order in which they came. */
function weightGate(workers: number, capacity: number) {
  const waiting: Waiting[] = [];
  let [inside, held, closed] = [0, 0, false];
  const admit = (): void => {
    for (;;) {
      const [first] = waiting;
      const fits = first && (inside === 0 || (inside < workers && held + first.weight <= capacity));
      if (!fits) return;
      waiting.shift();
      inside++;
      held += first.weight;
      first.enter();
    }
  };
  const refusal = (): Error => new Error('no longer needed');
  return {
    enter: (weight: number): Promise<void> =>
      new Promise((enter, refuse) => {
        if (closed) return refuse(refusal());
        waiting.push({ weight, enter, refuse });
        admit();
      }),
    leave(weight: number): void {
      inside--;
      held -= weight;
      admit();
    },
    close(): void {
      closed = true;
      for (const { refuse } of waiting.splice(0)) refuse(refusal());
    },
  };
}
