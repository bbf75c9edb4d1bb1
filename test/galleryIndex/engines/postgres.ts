import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { workspacePath } from '../../../src/base/files/workspacePath.js';

/** A PostgreSQL of one's own, in a temporary folder, reached by a socket there alone. */
export interface OwnPostgres {
  /** Address without a password. */
  url: string;
  /** Ends it as a machine does that loses its power. */
  kill(): Promise<void>;
  /** Starts it again. */
  start(): Promise<void>;
  /** Ends it for good. */
  remove(): Promise<void>;
}

/** Where `npm run setup postgres` puts the programs; nothing where it has not. */
export function postgresPrograms(): string | undefined {
  const lib = workspacePath('.postgres', 'lib');
  const [python] = existsSync(lib) ? readdirSync(lib) : [];
  const programs = join(lib, python ?? '', 'site-packages', 'pgserver', 'pginstall', 'bin');
  return existsSync(join(programs, 'postgres')) ? programs : undefined;
}

/** PostgreSQL refuses to run as root. */
const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : undefined;

export async function startPostgres(programs: string): Promise<OwnPostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'pg-'));
  chmodSync(folder, 0o755);
  if (nobody) chownSync(folder, nobody.uid, nobody.gid);
  const data = join(folder, 'data');
  const env = { PATH: process.env.PATH, LC_ALL: 'C' };
  execFileSync(join(programs, 'initdb'), ['-D', data, '-U', 'asym', '--auth=trust', '-N'], {
    ...nobody,
    env,
    stdio: 'ignore',
  });
  const url = `postgres:///postgres?host=${folder}&user=asym`;
  let server: ChildProcess | undefined;
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (!server || server.exitCode !== null || server.signalCode !== null) return;
    server.kill(signal);
    await once(server, 'exit');
  };
  const start = async (): Promise<void> => {
    const words = ['-D', data, '-k', folder, '-c', 'listen_addresses=', '-F'];
    server = spawn(join(programs, 'postgres'), words, { ...nobody, env, stdio: 'ignore' });
    for (let attempt = 0; !(await answers(url)); attempt++) {
      if (attempt === 100) throw new Error('PostgreSQL does not start');
      await sleep(100);
    }
  };
  await start();
  return {
    url,
    start,
    // Its other processes notice that it is gone.
    kill: () => end('SIGKILL'),
    async remove() {
      await end('SIGINT');
      rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}
