import { size } from '../core/disk.mjs';

/** The report for people. */
export function describe(report) {
  const { node, npm, python, compilers, steps, tensorflow, gpu, memory, disk, caches, groceryStore } = report;
  const rows = [
    ['Node', `${node.version} (needed: ${node.needed})`],
    ['npm', npm?.version ?? 'not found'],
    ['Python', python.problem ?? `${python.version} with pip ${python.pip}, ${python.program}`],
    ['C++ compiler', compilers.join(', ') || 'none'],
    ['backend', describeBackend(report)],
    ['TensorFlow for', `${tensorflow.variant === 'cuda' ? 'CUDA 12' : 'the CPU'} (${tensorflow.why})`],
    ['GPU', gpu.cards.join('; ') || (gpu.driver ? 'an NVIDIA driver, no card named' : 'none')],
    ['memory', `${size(memory.availableBytes)} available of ${size(memory.totalBytes)}`],
    ['disk', `${size(disk.freeBytes)} free`],
    ['original groceries', groceryStore ?? 'not here (npm run data -- get grocery-store)'],
  ];
  return [
    section('Machine', rows),
    section(
      'Set-up',
      steps.map((step) => [step.title, describeState(step)]),
    ),
    section(
      'On disk',
      caches.map(({ folder, bytes }) => [folder, size(bytes)]),
    ),
    describeProblems(report.problems),
  ].join('\n\n');
}

function section(title, rows) {
  return [title, ...rows.map(([name, value]) => `  ${name.padEnd(28)}${value}`)].join('\n');
}

function describeBackend({ backend, backendProblem }) {
  if (!backend) return backendProblem;
  const version = backend.tensorflowVersion ? `, TensorFlow ${backend.tensorflowVersion}` : '';
  return `${backend.name} on the ${backend.device.toUpperCase()}${version}: ${backend.reason}`;
}

function describeState({ name, state, seconds, bytes, reason, damage }) {
  if (state === 'ready') return seconds === undefined ? 'ready' : `ready (${seconds} s, ${size(bytes)})`;
  if (state === 'damaged') return `damaged: ${damage}`;
  if (reason) return `left out: ${reason}`;
  return name === 'lab' ? 'comes with the first npm run lab' : 'not in place';
}

function describeProblems(problems) {
  if (problems.length === 0) return 'No problems found.';
  return [
    'Problems',
    ...problems.map(({ severity, what, cure }) => `  ${severity}: ${what}\n    cure: ${cure}`),
  ].join('\n');
}
