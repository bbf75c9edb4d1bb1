import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { workspacePath } from '../../src/base/files/workspacePath.js';
import type { BackendReport } from '../../src/compute/backend/selectBackend.js';
import { buildStub, compiler, readNoted } from './buildStub.js';
import { reportOf } from './inProcess.js';
import type { StepCopies, StubReport } from './onStub.js';

const folder = mkdtempSync(join(tmpdir(), 'stub-'));
let driver: string | undefined;
beforeAll(() => void (driver = compiler && buildStub(folder)));
afterAll(() => rmSync(folder, { recursive: true }));
const log = join(folder, 'copies');

/** What a program notes that talks to the stand-in as TensorFlow does. */
const program = `
#include <stdio.h>
int cuInit(unsigned), cuMemAlloc_v2(unsigned long *, size_t), cuMemFree_v2(unsigned long);
int cuMemcpyHtoD_v2(unsigned long, const void *, size_t), cuMemcpyDtoH_v2(void *, unsigned long, size_t);
int cuMemcpyDtoD_v2(unsigned long, unsigned long, size_t);
int cudaLaunchKernel(const void *, long, int, long, int, void **, size_t, void *);
int main(void) {
  unsigned long card;
  float here[2] = {3, 4}, back[2] = {0, 0};
  if (cuInit(0) || cuMemAlloc_v2(&card, 4096)) return 1;
  cuMemcpyHtoD_v2(card, here, 8);
  cuMemcpyDtoD_v2(card + 64, card, 8);
  cudaLaunchKernel(0, 1, 1, 1, 1, 0, 0, 0);
  cuMemcpyDtoH_v2(back, card + 64, 8);
  printf("%g %g\\n", back[0], back[1]);
  return cuMemFree_v2(card);
}`;

test('the stand-in for the driver has memory, copies and a count of both directions', ({ skip }) => {
  if (!compiler) skip('no C compiler is installed, so that the stand-in for the driver was not built');
  writeFileSync(join(folder, 'talk.c'), program);
  const talk = join(folder, 'talk');
  execFileSync(compiler!, ['-o', talk, join(folder, 'talk.c'), driver!, `-Wl,-rpath,${folder}`]);
  const printed = execFileSync(talk, { encoding: 'utf8', env: { ...process.env, STUB_COPIES: log } });
  expect(printed).toBe('3 4\n');
  expect(readNoted(readFileSync(log, 'utf8'))).toEqual({ toCard: [8], toHost: [8], onCard: [8], kernels: 1 });
  rmSync(log);
});

const isCuda = (): boolean => {
  const state = workspacePath('.setup', 'variant.json');
  return existsSync(state) && readFileSync(state, 'utf8').includes('cuda');
};

/** Runs steps on the card that the stand-in pretends to be. */
const onStub = () =>
  reportOf<StubReport>(join(import.meta.dirname, 'onStub.ts'), [], {
    LD_LIBRARY_PATH: folder,
    STUB_COPIES: log,
  });

/** Copies to the host of the steps from the third on: the first run operation by operation and learn. */
const toHost = (steps: StepCopies[]) => steps.slice(2).map(({ step, read }) => [step.toHost, read.toHost]);
const onlyTheLoss = Array.from({ length: 3 }, () => [[], [4]]);

test('a driver with which TensorFlow cannot start a card leaves the processor', async ({ skip }) => {
  if (!compiler || !isCuda())
    skip('TensorFlow for CUDA is not installed (npm run setup -- --cuda native binding)');
  const alone = mkdtempSync(join(tmpdir(), 'driver-'));
  copyFileSync(join(folder, 'libcuda.so.1'), join(alone, 'libcuda.so.1'));
  const environment = { LD_LIBRARY_PATH: alone };
  const backend = await reportOf<BackendReport>(join(import.meta.dirname, 'onDriver.ts'), [], environment);
  rmSync(alone, { recursive: true });
  expect(backend).toMatchObject({ name: 'native', device: 'cpu' });
}, 120_000);

describe('on a card whose kernels compute nothing', () => {
  test('no tensor of a step comes to the host but its loss', async ({ skip }) => {
    if (!compiler || !isCuda())
      skip('TensorFlow for CUDA is not installed (npm run setup -- --cuda native binding)');
    const { backend, trainings, losses, embedding, searches, memory, full } = await onStub();
    expect(backend).toMatchObject({ name: 'native', device: 'gpu' });
    const batchBytes: Record<string, number> = { head: 16 * 48 * 4, smallCnn: 196_608, mobileNetV2: 196_608 };
    for (const [name, steps] of Object.entries(trainings)) {
      expect(toHost(steps), name).toEqual(onlyTheLoss);
      for (const { step } of steps.slice(2)) {
        expect(step.toCard, name).toContain(batchBytes[name]);
        expect(step.kernels, name).toBeGreaterThan(20);
      }
    }
    expect(Object.keys(losses).length).toBeGreaterThan(16);
    for (const [kind, steps] of Object.entries(losses)) {
      // It fits its map on the processor.
      const expected = kind === 'isotonicSimilarityPreservation' ? [2048] : [];
      expect(toHost(steps), kind).toEqual(Array.from({ length: 3 }, () => [expected, [4]]));
    }
    const [rows, queries, dimension] = [48, 8, 24];
    // Embeddings, a batch of 16 at a time; ids and similarities of lists; blocks of similarities, nothing in between.
    const back = Object.fromEntries(
      Object.entries(searches).map(([name, { toHost: bytes }]) => [name, bytes]),
    );
    expect(back).toEqual({
      extraction: Array.from({ length: rows / 16 }, () => 16 * 36 * 4),
      lists: [queries * 4 * 4, queries * 4 * 4],
      order: Array.from({ length: 4 }, () => (queries / 2) * rows * 4),
      mAP: [queries * rows * 4],
      search: [queries * rows * 4],
    });
    // The gallery goes to the card once, however many blocks of queries ask.
    const sent = searches.order.toCard.filter((bytes) => bytes === rows * dimension * 4);
    expect(sent).toHaveLength(1);
    expect(full).toMatch(
      /at most the 8\.6 GB of the device, [\d.]+ [GM]B of them still free[^]*an estimate of 17\.2 GB/,
    );
    expect(memory.start!.bytes).toBe(2 ** 33);
    // Weights, gradients, moments and activations of MobileNetV2 at least; of the whole card by far not all.
    const taken = memory.start!.unusedBytes! - memory.end!.unusedBytes!;
    expect(taken).toBeGreaterThan(40e6);
    expect(taken).toBeLessThan(2 ** 32);
    expect(toHost(embedding)).toEqual(Array.from({ length: 3 }, () => [[], [16 * 24 * 4]]));
  }, 300_000);
});
