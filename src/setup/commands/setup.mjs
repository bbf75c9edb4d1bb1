import { size } from '../core/disk.mjs';
import { SetupFailure } from '../core/obstacle.mjs';
import { setUp } from '../core/setUp.mjs';
import { cudaBytes } from '../cuda/wheels.mjs';
import { allSteps, labStep, machinesStep, milvusStep, postgresStep } from '../steps/index.mjs';

const steps = [...allSteps, labStep, machinesStep, milvusStep, postgresStep];

/** Brings everything into place without running a job. */
export const setup = {
  summary: 'everything into place, without running a job',
  help: [
    '  [STEP...]  only these and the steps they need: ' + steps.map(({ name }) => name).join(', '),
    `  --cuda     TensorFlow for CUDA 12 (${size(cudaBytes().installed)}); chosen by itself where an NVIDIA driver is found`,
    '  --cpu      TensorFlow for the CPU (0.8 GB); undoes --cuda',
    '  --force    make the steps anew even if they are in place',
    '  --strict   fail if this machine lacks something that can be done without',
  ].join('\n'),
  async run(args) {
    const flags = new Set(args.filter((arg) => arg.startsWith('-')));
    const names = args.filter((arg) => !arg.startsWith('-'));
    const unknown = [...flags].filter((flag) => !['--cuda', '--cpu', '--force', '--strict'].includes(flag));
    if (unknown.length > 0) throw new SetupFailure(`unknown option ${unknown[0]}`, 'npm run setup -- --help');
    const asked = flags.has('--cuda') ? 'cuda' : flags.has('--cpu') ? 'cpu' : undefined;
    const chosen = names.length > 0 ? withNeeded(names) : allSteps;
    const force = flags.has('--force') ? (names.length > 0 ? names : chosen.map(({ name }) => name)) : [];
    const required = flags.has('--strict') ? chosen.map(({ name }) => name) : [];
    const done = await setUp(chosen, { asked, force, required });
    if (done) console.log('set-up: ready. Next: npm start, or npm run lab');
    return done ? 0 : 1;
  },
};

/** The named steps and those they come after, in working order. */
function withNeeded(names) {
  const unknown = names.find((name) => !steps.some((step) => step.name === name));
  if (unknown) {
    throw new SetupFailure(
      `there is no step ${unknown}`,
      `choose of ${steps.map(({ name }) => name).join(', ')}`,
    );
  }
  const chosen = steps.filter(({ name }) => names.includes(name));
  const needed = new Set([...names, ...chosen.flatMap(({ after = [] }) => after)]);
  return steps.filter(({ name }) => needed.has(name));
}
