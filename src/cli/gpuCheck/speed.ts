import * as tf from '@tensorflow/tfjs-core';
import type { Precision } from '../../compute/backend/precision.js';
import { randomSource } from '../../base/randomSource.js';
import { median } from '../../bench/measure.js';
import { createLoss } from '../../losses/createLoss.js';
import { createQueryModel } from '../../models/createQueryModel.js';
import { trainingSteps } from '../../training/trainingSteps.js';
import { unitRows } from './lossProbe.js';

/** How fast a network trains. */
export interface Speed {
  work: string;
  batch: number;
  precision: Precision;
  /** Whether XLA compiled the step. */
  compiled: boolean;
  imagesPerSecond: number;
  /** Of a step, the median. */
  milliseconds: number;
  /** Share of a step in which the processor hands out work; above a half, a larger batch costs little. */
  dispatchShare: number;
  /** Memory of the card that was taken up to the end of these steps; on a card only. */
  takenMegabytes?: number;
}

const dimension = 512;
const networks = [
  { kind: 'smallCnn', size: 64 },
  { kind: 'mobileNetV2', size: 128, pretrained: false },
] as const;
/** Each of the steps is timed for so long or so often, whichever ends first. */
const [mostSeconds, mostSteps, warmSteps] = [2, 40, 3];

type Setting = Pick<Speed, 'batch' | 'precision' | 'compiled'>;

const exact = (batch: number): Setting => ({ batch, precision: 'float32', compiled: false });

/** What is timed: on a GPU by batch size and by arithmetic, elsewhere one setting to compare with. */
export const speedSettings = {
  none: [],
  reference: [exact(64)],
  gpu: [
    ...[16, 64, 256].map(exact),
    { ...exact(256), precision: 'tf32' },
    { ...exact(256), precision: 'bfloat16' },
    { ...exact(256), compiled: true },
  ],
} satisfies Record<string, Setting[]>;

/** Steps of two networks on pictures that are in memory. `onSpeed` hears of each when it is known. */
export async function measureSpeeds(
  settings: readonly Setting[],
  onSpeed: (speed: Speed) => void,
): Promise<void> {
  for (const network of networks) {
    for (const setting of settings) {
      // XLA tries the algorithms of each convolution, which takes it a minute here.
      if (setting.compiled && network.kind === 'mobileNetV2') continue;
      onSpeed(await measure(network, setting));
    }
  }
}

async function measure(
  network: (typeof networks)[number],
  { batch, precision, compiled }: Setting,
): Promise<Speed> {
  const { kind, size } = network;
  const model = await createQueryModel(network, randomSource(1, 'weights'), { dimension });
  const gallery = unitRows(batch, dimension, 1);
  const steps = trainingSteps({
    model,
    loss: createLoss({ kind: 'featureRegression' }),
    gallery,
    optimizer: { kind: 'adamW', weightDecay: 1e-3 },
    precision,
    compiled,
    random: randomSource(1, 'noise'),
  });
  const random = randomSource(2, 'pictures');
  const pixels = Float32Array.from({ length: batch * size * size * 3 }, () => random.integer(256));
  const anchors = Int32Array.from({ length: batch }, (_, row) => row);
  const step = async (): Promise<{ whole: number; dispatch: number }> => {
    const start = performance.now();
    const loss = steps.run({ input: tf.tensor(pixels, [batch, size, size, 3]), anchors }, 1e-3, 0);
    const dispatch = performance.now() - start;
    await loss.data();
    loss.dispose();
    return { whole: performance.now() - start, dispatch };
  };
  for (let warm = 0; warm < warmSteps; warm++) await step();
  const times: { whole: number; dispatch: number }[] = [];
  const start = performance.now();
  while (times.length < mostSteps && performance.now() - start < 1000 * mostSeconds) times.push(await step());
  steps.dispose();
  model.dispose();
  gallery.dispose();
  const [whole, dispatch] = [median(times.map((time) => time.whole)), median(times.map((t) => t.dispatch))];
  return {
    work: `${kind}, ${size} px`,
    batch,
    precision,
    compiled,
    imagesPerSecond: Math.round((1000 * batch) / whole),
    milliseconds: whole,
    dispatchShare: dispatch / whole,
  };
}
