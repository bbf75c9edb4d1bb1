import { beforeAll, describe, expect, test } from 'vitest';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { exportFormats } from '../../src/export/exportedFiles.js';
import { formats } from '../../src/export/formats.js';
import { hasKernel, type Plan } from '../../src/export/plan.js';
import {
  embedPlan,
  layerErrors,
  sensitiveLayers,
  withRoundedKernels,
  withSensitive,
} from '../../src/export/sensitiveLayers.js';
import { embeddingMatrix } from '../../src/vectors/embeddingMatrix.js';
import { count, largestDifference, pixels, run, toyPlan } from './toyNetwork.js';

beforeAll(() => selectBackend());

/** A kernel whose channels hold one weight that dwarfs the others: int8 has no numbers left for these. */
function spoilt(plan: Plan, layer: string): Plan {
  const steps = plan.steps.map((step) => {
    if (!hasKernel(step) || step.name !== layer) return step;
    const outputs = step.bias.length;
    const input = step.kernel.length / outputs - 1;
    const kernel = step.kernel.map((weight, at) =>
      Math.floor(at / outputs) === input ? 300 * weight : weight,
    );
    return { ...step, kernel };
  });
  return { ...plan, steps };
}

const embedded = async (plan: Plan) => {
  const original = embeddingMatrix(
    await run('tfjs-graph', await formats['tfjs-graph'].write(plan, 'float32')),
    count,
    plan.dimension,
  );
  return { pixels, original };
};

describe('sensitive layers', () => {
  test('are found by trying each alone, stay float16 in every format, and mend the embeddings', async () => {
    const plan = spoilt(toyPlan(), 'strided');
    const pictures = await embedded(plan);
    const errors = await layerErrors(plan, pictures);
    expect(errors.map(({ layer }) => layer)).toEqual(plan.steps.filter(hasKernel).map(({ name }) => name));
    const worst = errors.reduce((a, b) => (b.error > a.error ? b : a));
    expect(worst.layer).toBe('strided');

    const kept = withSensitive(plan, ['strided']);
    const difference = async (one: Plan) =>
      largestDifference(
        (await embedPlan(withRoundedKernels(one, 'int8'), pictures)).data,
        pictures.original.data,
      );
    expect(await difference(kept)).toBeLessThan((await difference(plan)) / 2);
    const expected = (await embedPlan(withRoundedKernels(kept, 'int8'), pictures)).data;
    for (const format of exportFormats) {
      const files = await formats[format].write(kept, 'int8');
      expect(largestDifference(await run(format, files), expected)).toBeLessThan(2e-5);
    }
  });

  test('are those of the largest error for their size, as far as the share reaches', () => {
    const errors = [
      { layer: 'large', weights: 900, error: 0.05 },
      { layer: 'robust', weights: 10, error: 5e-5 },
      { layer: 'small', weights: 10, error: 0.01 },
      { layer: 'medium', weights: 80, error: 0.02 },
    ];
    expect(sensitiveLayers(errors, 0.01)).toEqual(['small']);
    expect(sensitiveLayers(errors, 0.1)).toEqual(['small', 'medium']);
    expect(sensitiveLayers(errors, 1)).toEqual(['small', 'medium', 'large']);
    expect(sensitiveLayers(errors, 0)).toEqual([]);
  });

  test('are none whose weights float16 cannot hold', async () => {
    const plan = spoilt(toyPlan(), 'last');
    const steps = plan.steps.map((step) =>
      hasKernel(step) && step.name === 'last' ? { ...step, kernel: step.kernel.map((w) => 1e6 * w) } : step,
    );
    const errors = await layerErrors({ ...plan, steps }, await embedded({ ...plan, steps }));
    expect(errors.map(({ layer }) => layer)).not.toContain('last');
  });
});
