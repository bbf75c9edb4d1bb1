import { existsSync, readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import { randomSource } from '../../src/base/randomSource.js';
import { lossStep } from '../../src/cli/gpuCheck/lossProbe.js';
import { cardMemory, type DeviceMemory } from '../../src/compute/backend/deviceMemory.js';
import { isOutOfMemory, outOfMemory } from '../../src/compute/backend/outOfMemory.js';
import { selectBackend, type BackendReport } from '../../src/compute/backend/selectBackend.js';
import { stepRunner } from '../../src/compute/backend/stepRunner.js';
import { builtInLosses } from '../../src/losses/builtInLosses.js';
import { createLoss } from '../../src/losses/createLoss.js';
import { positionShares } from '../../src/losses/rankDistribution.js';
import type { LossKind } from '../../src/losses/registry.js';
import { extractEmbeddings } from '../../src/extraction/extractEmbeddings.js';
import type { PictureSource } from '../../src/extraction/pictureSource.js';
import { createQueryModel } from '../../src/models/createQueryModel.js';
import type { QueryModelConfigInput } from '../../src/models/queryModelConfig.js';
import { frozenNetwork } from '../../src/models/networks/frozenNetwork.js';
import { randomWeights } from '../../src/models/networks/networkWeights.js';
import { smallCnn } from '../../src/models/networks/smallCnn.js';
import { pool } from '../../src/models/pooling.js';
import { unitRows } from '../../src/models/unitRows.js';
import { evaluateRetrieval } from '../../src/retrieval/metrics/evaluateRetrieval.js';
import { exactSearch } from '../../src/retrieval/ranking/exactSearch.js';
import { forEachQuery } from '../../src/retrieval/ranking/forEachQuery.js';
import { trainingSteps } from '../../src/training/trainingSteps.js';
import { embeddingMatrix } from '../../src/vectors/embeddingMatrix.js';
import { nearestNeighbours } from '../../src/vectors/nearestNeighbours.js';
import { readNoted, type Noted } from './buildStub.js';

/** What was copied in a step, and when its loss was read. */
export interface StepCopies {
  step: Noted;
  read: Noted;
}

export interface StubReport {
  backend: BackendReport;
  trainings: Record<string, StepCopies[]>;
  losses: Record<string, StepCopies[]>;
  embedding: StepCopies[];
  /** What is copied for gallery embeddings, and for searches among them by queries. */
  searches: Record<string, Noted>;
  /** The card's memory before anything is computed, and after the trainings. */
  memory: { start: DeviceMemory | undefined; end: DeviceMemory | undefined };
  /** What is said where the card's memory is not enough. */
  full: string;
}

const [batch, dimension, inputs, size, steps, rows] = [16, 24, 48, 32, 5, 48];

/** How much of the log was read before. */
let before = 0;

function noted(): Noted {
  const file = process.env.STUB_COPIES!;
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const fresh = text.slice(before);
  before = text.length;
  return readNoted(fresh);
}

async function copiesOf(step: () => tf.Tensor): Promise<StepCopies> {
  noted();
  const value = step();
  const during = noted();
  await value.data();
  value.dispose();
  return { step: during, read: noted() };
}

/** Steps of a query model; the kernels compute nothing, so the numbers do not matter. */
async function training(config: QueryModelConfigInput, shape: number[]): Promise<StepCopies[]> {
  const features = { mean: new Float32Array(inputs), deviation: new Float32Array(inputs).fill(1), flops: 1 };
  const model = await createQueryModel(config, randomSource(1), { dimension, features });
  const gallery = tf.ones<tf.Rank.R2>([64, dimension]);
  const loss = createLoss({ kind: 'featureRegression' });
  const optimizer = { kind: 'adamW', weightDecay: 1e-3 } as const;
  const all = trainingSteps({ model, loss, gallery, optimizer, random: randomSource(2) });
  const copies: StepCopies[] = [];
  for (let n = 0; n < steps; n++) {
    const input = tf.tensor(new Float32Array(batch * shape.reduce((a, b) => a * b)).fill(n), [
      batch,
      ...shape,
    ]);
    const anchors = Int32Array.from({ length: batch }, (_, row) => row);
    copies.push(await copiesOf(() => all.run({ input, anchors }, 1e-3, 0)));
  }
  all.dispose();
  return copies;
}

async function lossCopies(kind: LossKind): Promise<StepCopies[]> {
  const { step, dispose } = await lossStep(kind);
  const runner = stepRunner();
  const copies: StepCopies[] = [];
  for (let n = 0; n < steps; n++) {
    copies.push(
      await copiesOf(() => {
        const [value, gradient] = runner.run(step);
        gradient.dispose();
        return value;
      }),
    );
  }
  dispose();
  return copies;
}

async function embedding(): Promise<StepCopies[]> {
  const model = await createQueryModel({ kind: 'smallCnn', size, width: 0.5 }, randomSource(3), {
    dimension,
  });
  const copies: StepCopies[] = [];
  for (let n = 0; n < steps; n++) {
    const pictures = tf.tensor4d(new Float32Array(batch * size * size * 3).fill(n), [batch, size, size, 3]);
    copies.push(await copiesOf(() => model.embed(pictures, { training: false, random: randomSource(4) })));
    pictures.dispose();
  }
  return copies;
}

/** What extraction and the ways to search copy, with one block of queries and with two. */
async function searches(): Promise<Record<string, Noted>> {
  const network = smallCnn(0.5);
  const frozen = frozenNetwork(network, randomWeights(network, randomSource(5)));
  const embed = (pixels: tf.Tensor4D) =>
    Promise.resolve(tf.tidy(() => unitRows(pool(frozen.featureMap(pixels), 'average'))));
  const model = {
    name: 'g',
    identity: 'g',
    size,
    dimension: network.channels,
    embed,
    dispose: () => frozen.dispose(),
  };
  const pixels = (rows: Int32Array) => Promise.resolve(new Uint8Array(rows.length * size * size * 3).fill(9));
  const source = { name: 'pictures', count: rows, pixels } as unknown as PictureSource;
  const copies: Record<string, Noted> = {};
  const during = async (name: string, work: () => Promise<unknown>): Promise<void> => {
    noted();
    await work();
    copies[name] = noted();
  };
  await during('extraction', () =>
    extractEmbeddings(model, source, { rows: Int32Array.from({ length: rows }, (_, n) => n), batch }),
  );
  const gallery = embeddingMatrix(
    new Float32Array(rows * dimension).fill(dimension ** -0.5),
    rows,
    dimension,
  );
  const queries = embeddingMatrix(gallery.data.slice(0, 8 * dimension), 8, dimension);
  const asked = { queries, gallery };
  await during('lists', () => nearestNeighbours(gallery, queries, 4));
  await during('order', () =>
    forEachQuery({ one: asked, other: asked }, () => undefined, { queriesPerBlock: 4 }),
  );
  await during('mAP', () =>
    evaluateRetrieval({
      ...asked,
      queryLabels: new Int32Array(8),
      galleryLabels: Int32Array.from({ length: rows }, (_, n) => n % 2),
    }),
  );
  await during('search', () => exactSearch({ ...asked, k: 3 }));
  return copies;
}

/** Lists in which many similarities are equal take operations that others do not. */
async function ties(): Promise<StepCopies[]> {
  const gallery = tf.tensor2d(
    Array.from({ length: batch * size }, (_, n) => -Math.floor((n % size) / 3)),
    [batch, size],
  );
  const runner = stepRunner();
  const copies: StepCopies[] = [];
  for (let n = 0; n < steps; n++) {
    copies.push(
      await copiesOf(() => runner.run(() => tf.tidy(() => tf.sum(positionShares({ gallery }, 1))))),
    );
  }
  return copies;
}

/** Asks for more than the card has. */
function fullCard(): string {
  try {
    tf.fill([2 ** 16, 2 ** 16], 1).dispose();
  } catch (error) {
    const work = { what: 'a batch', where: 'a test', fix: 'lower the batch', estimate: 2 ** 34 };
    return isOutOfMemory(error) ? outOfMemory(error, work).message : String(error);
  }
  return 'nothing';
}

const backend = await selectBackend({ prefer: 'native' });
const start = cardMemory();
const report: StubReport = {
  backend,
  trainings: {
    head: await training({ kind: 'head', bottleneck: 8 }, [inputs]),
    smallCnn: await training({ kind: 'smallCnn', size, width: 0.5 }, [size, size, 3]),
    mobileNetV2: await training({ kind: 'mobileNetV2', size, pretrained: false }, [size, size, 3]),
  },
  losses: { 'lists with ties': await ties() },
  embedding: await embedding(),
  searches: await searches(),
  memory: { start, end: cardMemory() },
  full: fullCard(),
};
for (const kind of Object.keys(builtInLosses) as LossKind[]) {
  console.error(kind);
  report.losses[kind] = await lossCopies(kind);
}
process.stdout.write(`\n${JSON.stringify(report)}\n`, () => process.exit(0));
