import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Workload } from '../types.js';

const here = fileURLToPath(new URL('.', import.meta.url));
const program = fileURLToPath(new URL('../../cli/main.js', import.meta.url));

/** What a fresh Node process is started with. */
const starts: Record<string, string[]> = {
  import: ['--input-type=module', '-e', "await import('asymmetric-retrieval')"],
  help: [program, 'train', '--help'],
  nothing: ['-e', ''],
};

/** A fresh Node process; arguments: `import` the library, `help` of a command, or `nothing`. */
export function freshProcess(_: string, [what]: string[]): Promise<Workload> {
  return Promise.resolve({
    run: () => execFileSync(process.execPath, starts[what!]!, { cwd: here }),
    check: () => ({}),
  });
}
