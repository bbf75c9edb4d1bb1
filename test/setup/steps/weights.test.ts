import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { load, temporaryFolder } from '../load.js';

type Names = (typed: string[]) => string[];
type Step = (name: string, folder?: string) => { products: (context: unknown) => string[] };
const { namedWeights, weightsStep } = await load<{ namedWeights: Names; weightsStep: Step }>(
  'steps/weights.mjs',
);

test('weights come into the folder that is named, else into that of the workspace', () => {
  const context = { paths: { weights: '/clone/data/weights' } };
  const [here, there] = [weightsStep('squeezeNet'), weightsStep('squeezeNet', '/mine')];
  expect(here.products(context)).toEqual(['/clone/data/weights/squeezenet_weights.pkl']);
  expect(there.products(context)).toEqual(['/mine/squeezenet_weights.pkl']);
});

describe('namedWeights', () => {
  test('takes whole names and their ends in any case', () => {
    expect(namedWeights(['lite0', 'SqueezeNet', 'mobilenetv2'])).toEqual([
      'efficientNetLite0',
      'squeezeNet',
      'mobileNetV2',
    ]);
  });

  test.each(['lite9', ''])('refuses %j', (name) => {
    expect(() => namedWeights([name])).toThrow('no weights are named');
  });
});

test('the doctor looks at the bytes of weights, whatever their stamp says', async () => {
  interface Step {
    name: string;
    title: string;
    key: (context: object) => string;
  }
  const { weightsStep } = await load<{ weightsStep: (name: string) => Step }>('steps/weights.mjs');
  const { weights } = await load<{ weights: Record<string, { file: string }> }>('pins.mjs');
  const { describeSteps } = await load<{
    describeSteps: (context: object, steps: Step[]) => Promise<{ state: string }[]>;
  }>('doctor/examine.mjs');
  const { findProblems } = await load<{ findProblems: (report: object) => { what: string; cure: string }[] }>(
    'doctor/problems.mjs',
  );
  const folder = temporaryFolder();
  const context = { paths: { state: join(folder, 'state'), weights: folder } };
  const step = weightsStep('squeezeNet');
  mkdirSync(context.paths.state);
  writeFileSync(join(context.paths.state, `${step.name}.json`), JSON.stringify({ key: step.key(context) }));
  expect(await describeSteps(context, [step])).toMatchObject([{ state: 'missing' }]);
  writeFileSync(join(folder, weights.squeezeNet.file), 'one byte flipped');
  const steps = await describeSteps(context, [step]);
  expect(steps).toMatchObject([{ state: 'damaged' }]);
  const problems = findProblems({
    node: { version: '20.0.0' },
    npm: {},
    compilers: ['c++'],
    steps,
    backend: {},
    gpu: {},
    tensorflow: {},
    memory: { availableBytes: 8e9 },
    disk: { freeBytes: 9e9 },
  });
  expect(problems).toEqual([
    {
      severity: 'error',
      what: `damaged: ${step.title}: ${join(folder, weights.squeezeNet.file)} is not the pinned file`,
      cure: `npm run setup -- --force ${step.name}`,
    },
  ]);
});
