import { size } from '../core/disk.mjs';

const setupCure = 'npm run setup';

/** What is wrong, as `{ severity: 'error' | 'warning', what, cure }`; an error stops something that is needed. */
export function findProblems(report) {
  return [
    ...toolProblems(report),
    ...stepProblems(report),
    ...backendProblems(report),
    ...roomProblems(report),
  ];
}

function toolProblems({ node, npm, compilers }) {
  const problems = [];
  if (Number(node.version.split('.')[0]) >= 25) {
    problems.push(warning(`Node ${node.version} has not been tried`, `use Node ${node.needed}`));
  }
  if (!npm) problems.push(error('npm was not found', 'install Node with npm'));
  if (compilers.length === 0) {
    problems.push(warning('no C++ compiler was found; ziglang is used', 'install g++ for a quicker set-up'));
  }
  return problems;
}

function stepProblems({ steps }) {
  const open = steps.filter(({ name, state }) => !['ready', 'damaged'].includes(state) && name !== 'lab');
  const cures = new Map(open.filter(({ reason }) => reason).map(({ reason, cure }) => [reason, cure]));
  const unknown = open.filter(({ reason }) => !reason);
  const problems = [...cures].map(([reason, cure]) => {
    const titles = open.filter((step) => step.reason === reason).map(({ title }) => title);
    return warning(`left out ${titles.join(', ')}: ${reason}`, cure);
  });
  for (const { name, title, damage } of steps.filter(({ state }) => state === 'damaged')) {
    problems.push(error(`damaged: ${title}: ${damage}`, `npm run setup -- --force ${name}`));
  }
  if (unknown.length > 0) {
    const titles = unknown.map(({ title }) => title).join(', ');
    problems.push(error(`not in place: ${titles}`, setupCure));
  }
  return problems;
}

function backendProblems({ backend, backendProblem, gpu, tensorflow, tensorflowSays = [] }) {
  const problems = [];
  if (!backend) problems.push(error(`no backend: ${backendProblem}`, setupCure));
  if (backend?.name === 'cpu') {
    problems.push(
      warning('computing in plain JavaScript, at toy sizes only', 'cure what is left out, or ' + setupCure),
    );
  }
  if (backend?.byOperation) {
    problems.push(
      warning(
        `training steps run operation by operation: ${backend.byOperation}`,
        'npm run setup -- --force binding',
      ),
    );
  }
  if (gpu.driver && tensorflow.variant === 'cpu') {
    problems.push(
      warning(`the GPU is not used: TensorFlow for the CPU, ${tensorflow.why}`, 'npm run setup -- --cuda'),
    );
  }
  if (backend?.name === 'native' && tensorflow.variant === 'cuda' && backend.device === 'cpu') {
    problems.push(
      warning(
        ['TensorFlow for CUDA runs on the CPU', ...tensorflowSays].join('; '),
        'check the driver with nvidia-smi, or npm run setup -- --cpu',
      ),
    );
  }
  return problems;
}

function roomProblems({ memory, disk, steps }) {
  const problems = [];
  const complete = steps.every(({ name, state }) => state === 'ready' || name === 'lab');
  const needed = complete ? 1e9 : 4e9;
  if (disk.freeBytes < needed) {
    problems.push(error(`only ${size(disk.freeBytes)} of disk are free`, `make ${size(needed)} free`));
  }
  if (memory.availableBytes < 2e9) {
    problems.push(
      warning(
        `only ${size(memory.availableBytes)} of memory are free`,
        'close programs; training takes 1-2 GB',
      ),
    );
  }
  return problems;
}

function error(what, cure) {
  return { severity: 'error', what, cure };
}

function warning(what, cure) {
  return { severity: 'warning', what, cure };
}
