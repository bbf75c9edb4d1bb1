import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { workspacePath } from '../../../src/base/files/workspacePath.js';

/** The Milvus server of milvus-lite, which `npm run setup milvus` installs. */
const program = workspacePath('.milvus', 'bin', 'milvus-lite');
export const hasMilvus = existsSync(program);

/** A Milvus server of one's own, with its data in a temporary folder. */
export interface OwnMilvus {
  address: string;
  /** Ends it as a machine does that loses its power. */
  kill(): Promise<void>;
  /** Starts it again. */
  start(): Promise<void>;
  /** Ends it for good. */
  remove(): Promise<void>;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

export async function startMilvus(): Promise<OwnMilvus> {
  const folder = mkdtempSync(join(tmpdir(), 'milvus-'));
  const port = await freePort();
  let server: ChildProcess | undefined;
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (!server || server.exitCode !== null || server.signalCode !== null) return;
    server.kill(signal);
    await once(server, 'exit');
  };
  const start = async (): Promise<void> => {
    const words = ['server', '--data-dir', join(folder, 'data'), '--host', '127.0.0.1', '--port', `${port}`];
    server = spawn(program, words, { stdio: 'ignore' });
    for (let attempt = 0; !(await answers(port)); attempt++) {
      if (attempt === 600) throw new Error('Milvus does not start');
      await sleep(100);
    }
  };
  await start();
  return {
    address: `127.0.0.1:${port}`,
    start,
    kill: () => end('SIGKILL'),
    async remove() {
      await end('SIGINT');
      rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
