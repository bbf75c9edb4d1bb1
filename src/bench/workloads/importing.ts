import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Workload } from '../types.js';

const here = fileURLToPath(new URL('.', import.meta.url));
const program = "await import('asymmetric-retrieval')";

/** A fresh Node process that imports the library. */
export function importing(): Promise<Workload> {
  return Promise.resolve({
    run: () => execFileSync(process.execPath, ['--input-type=module', '-e', program], { cwd: here }),
    check: () => ({}),
  });
}
