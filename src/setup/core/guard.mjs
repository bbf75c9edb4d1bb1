// Runs a program, `guard.mjs PROGRAM ARGUMENT...`, that ends with whoever started it, however that ends: the pipe at
// descriptor 3 closes then. Both stand in a process group of their own, which is ended as a whole.
import { spawn } from 'node:child_process';
import { Socket } from 'node:net';

const [program, ...args] = process.argv.slice(2);
const child = spawn(program, args, { stdio: 'inherit' });
const endAll = () => process.kill(process.platform === 'win32' ? process.pid : -process.pid, 'SIGKILL');
new Socket({ fd: 3 }).on('close', endAll).on('error', endAll).unref().resume();
child.once('error', ({ code, message }) => {
  console.error(message);
  process.exit(code === 'ENOENT' ? 127 : 126);
});
child.once('exit', (code, signal) => {
  if (signal) process.kill(process.pid, signal);
  else process.exit(code);
});
