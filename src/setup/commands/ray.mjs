import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { workspace } from '../core/paths.mjs';
import { runInForeground } from '../core/process.mjs';
import { setUp } from '../core/setUp.mjs';
import { machinesStep } from '../steps/index.mjs';

/** A Ray cluster of this machine alone, until it is interrupted; nobody else reaches it. */
export const ray = {
  summary: 'a local Ray cluster on 127.0.0.1 for --engine ray, until Ctrl-C',
  help: '  --setup only makes its environment; others are those of ray start, such as --num-cpus=4',
  async run(args) {
    if (!(await setUp([machinesStep], { required: [machinesStep.name] }))) return 1;
    if (args.includes('--setup')) return 0;
    return runInForeground(join(workspace.machines, 'bin', 'ray'), [...startWords(), ...args], {
      cwd: workspace.root,
      // Makes Ray listen on the loopback device only.
      env: { RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER: '0' },
    });
  },
};

function startWords() {
  // The names of sockets below it must be short, so that it can't lie in the workspace.
  const folder = join(tmpdir(), `asym-ray-${process.getuid?.() ?? 0}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return [
    'start',
    '--head',
    '--block',
    '--dashboard-host=127.0.0.1',
    '--disable-usage-stats',
    '--object-store-memory=100000000',
    `--temp-dir=${folder}`,
  ];
}
