import { bindingStep } from './binding.mjs';
import { buildStep } from './build.mjs';
import { benchStep, labStep, machinesStep, milvusStep, postgresStep, runnerStep } from './environments.mjs';
import { kaleidoStep } from './kaleido.mjs';
import { nativeStep } from './native.mjs';
import { npmStep } from './npm.mjs';
import { pageStep } from './page.mjs';
import { standardWeights, weightsStep } from './weights.mjs';

export { namedWeights, standardWeights, weightsStep } from './weights.mjs';

/** What the library needs to be imported. */
export const librarySteps = [npmStep, buildStep];

/** What training needs besides. */
export const computingSteps = [npmStep, nativeStep, bindingStep, buildStep];

/** What pretrained models need besides. */
export const modelSteps = [
  npmStep,
  nativeStep,
  ...standardWeights.map((name) => weightsStep(name)),
  bindingStep,
  buildStep,
];

/** What the demo needs besides: its page. */
export const demoSteps = [...modelSteps, pageStep];

/** Everything but JupyterLab, in an order in which each step follows those it needs. */
export const allSteps = [
  npmStep,
  nativeStep,
  kaleidoStep,
  ...standardWeights.map((name) => weightsStep(name)),
  runnerStep,
  bindingStep,
  buildStep,
  pageStep,
];

export { benchStep, labStep, machinesStep, milvusStep, postgresStep };
