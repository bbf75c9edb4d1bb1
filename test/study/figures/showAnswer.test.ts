import { createRequire } from 'node:module';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { closeRenderer } from '../../../src/report/plots/renderer.js';
import { showAnswer, showFigure } from '../../../src/study/figures/showAnswer.js';
import { methodIds } from '../../../src/study/methods/methods.js';
import { syntheticRun } from '../syntheticRun.js';

const kernel = '/tslab/dist/jupyter.js';
const { cache } = createRequire(import.meta.url);
const write = vi.fn<(message: { data: Record<string, unknown> }) => void>();
const shown = () => write.mock.calls.map(([{ data }]) => data);

const runs = methodIds.map((id) => syntheticRun(id, 0));

beforeEach(() => {
  vi.stubEnv('ASYMMETRIC_PROFILE', 'smoke');
  cache[kernel] = { exports: { lastWriteDisplayData: write } } as unknown as NodeModule;
});
afterEach(async () => {
  vi.unstubAllEnvs();
  write.mockReset();
  delete cache[kernel];
  await closeRenderer();
});

test('an answer is a question, its figure and the sentences computed from the runs', async () => {
  await showAnswer('prize', runs, 'emoji');
  const [question, figure, answer] = shown();
  expect(question['text/html']).toBe('<h3>Does a rank-preserving loss beat the best-set distillation?</h3>');
  expect(figure).toHaveProperty('application/vnd.plotly.v1+json');
  expect(answer['text/html']).toMatch(/^<ul><li>.*<\/li><\/ul>$/);
  expect(answer['text/plain']).toMatch(/best-set distillation/);
});

test('a figure whose runs are missing is said to be missing, by its data set', async () => {
  await showFigure('sweep-temperature', runs.slice(0, 1), 'grocery');
  expect(shown().map((data) => data['text/plain'])).toEqual([
    'The figure sweep-temperature needs runs on groceries that are not among these 1.',
  ]);
});
