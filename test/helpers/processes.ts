import { spawn, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** Whether a process runs; one that has ended and is not waited for yet has no words any more. */
export function isRunning(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8') !== '';
  } catch {
    return false;
  }
}

/** Calls a function of a compiled file of the library in a process of its own, which the caller may kill. */
export function startModule(file: string, name: string, ...args: unknown[]): ChildProcess {
  const address = new URL(`file://${join(root, 'src/dist', file)}`).href;
  const code = `const { ${name} } = await import(${JSON.stringify(address)});
    console.log(JSON.stringify(await ${name}(...${JSON.stringify(args)})));`;
  return spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** Numbers of the processes that a process has started, and that those have. */
export function descendants(pid: number): number[] {
  const children = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && parentOf(name) === pid);
  return children.map(Number).flatMap((child) => [child, ...descendants(child)]);
}

function parentOf(pid: string): number | undefined {
  try {
    return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ')[1]);
  } catch {
    return undefined;
  }
}
