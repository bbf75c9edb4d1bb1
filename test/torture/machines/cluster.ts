import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { packagePath } from '../../../src/base/files/packagePath.js';
import { workspacePath } from '../../../src/base/files/workspacePath.js';
import { isLong } from '../amounts.js';

const ray = workspacePath('.machines', 'bin', 'ray');
const isHere = existsSync(ray);
export const why = !isLong
  ? ' (only in npm run torture)'
  : isHere
    ? ''
    : ' (npm run setup machines installs it)';
export const hasRay = isLong && isHere;

/** A Ray cluster of this machine, on ports of its own. */
export interface Cluster {
  /** Options by which a command runs on it. */
  words: string[];
  close: () => Promise<void>;
}

/** @param first of the ports; clusters of two test files may be up at the same time */
export async function startCluster(first: number): Promise<Cluster> {
  const [port, dashboard, agent, client] = [first, first + 1, first + 2, first + 3];
  const address = `http://127.0.0.1:${dashboard}`;
  const words = [
    ...['start', '--head', '--block', '--dashboard-host=127.0.0.1', '--disable-usage-stats'],
    ...['--num-cpus=2', '--object-store-memory=100000000', `--port=${port}`, `--dashboard-port=${dashboard}`],
    ...[`--dashboard-agent-listen-port=${agent}`, `--ray-client-server-port=${client}`],
  ];
  const env = { ...process.env, RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER: '0' };
  const cluster = spawn(ray, words, { env, stdio: 'ignore' });
  for (let attempt = 0; attempt < 120; attempt++) {
    const answer = await fetch(`${address}/api/version`).catch(() => undefined);
    if (answer?.ok) break;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  return {
    words: ['--engine', 'ray', '--engine-set', `address=${address}`],
    async close() {
      const ended = new Promise((resolve) => cluster.once('close', resolve));
      cluster.kill('SIGTERM');
      await ended;
    },
  };
}

/** Starts the program in a workspace. */
export function startAsym(words: readonly string[], folder: string): ChildProcess {
  return spawn(process.execPath, [packagePath('dist', 'cli', 'main.js'), ...words], {
    cwd: folder,
    env: { ...process.env, ASYMMETRIC_FOLDER: folder },
  });
}

/** What a program that ends well prints. @throws with all of it where it does not. */
export async function outputOf(child: ChildProcess): Promise<{ out: string; all: string }> {
  let [out, all] = ['', ''];
  child.stdout!.on('data', (part: Buffer) => {
    out += part.toString();
    all += part.toString();
  });
  child.stderr!.on('data', (part: Buffer) => (all += part.toString()));
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code === 0) return { out, all };
  throw new Error(`exit code ${String(code)}\n${all}`);
}
