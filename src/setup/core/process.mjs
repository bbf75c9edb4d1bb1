import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import { endGroup, noteChild } from './children.mjs';
import { SetupFailure } from './obstacle.mjs';

const keptCharacters = 200_000;
const guard = fileURLToPath(new URL('./guard.mjs', import.meta.url));

/**
 * Runs a program in a process group of its own with its output captured; resolves to stdout, or with `messages` to both
 * outputs. The whole group ends with this process, however that ends, and by an aborted signal. `failure` words the error and `cure` what to do about it.
 */
export function capture(program, args, { cwd, env = {}, signal, failure, cure, messages = false }) {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const child = spawn(process.execPath, [guard, program, ...args], {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
    });
    const crossOut = child.pid === undefined ? () => {} : noteChild(child.pid);
    const abort = () => child.pid !== undefined && endGroup(child.pid);
    signal?.addEventListener('abort', abort, { once: true });
    let stdout = '';
    let all = '';
    const keep = (text) => (all = (all + text).slice(-keptCharacters));
    child.stdout.setEncoding('utf8').on('data', (text) => {
      stdout += text;
      keep(text);
    });
    child.stderr.setEncoding('utf8').on('data', keep);
    const fail = (reason) => new SetupFailure(`${failure ?? program} (${reason})`, cure, all);
    child.once('error', (error) => reject(fail(error.code ?? error.message)));
    child.once('close', (code, killedBy) => {
      crossOut();
      signal?.removeEventListener('abort', abort);
      if (signal?.aborted) reject(signal.reason);
      else if (code === 0) resolve(messages ? all : stdout);
      else reject(fail(killedBy ?? `exit code ${code}`));
    });
  });
}

/**
 * Runs the main job on this terminal, passes signals on to it and resolves to its exit code. The job finds the number of this
 * process in ASYMMETRIC_PARENT, and ends when that is gone.
 */
export function runInForeground(program, args, { cwd, env = {} } = {}) {
  return new Promise((resolve, reject) => {
    const ASYMMETRIC_PARENT = String(process.pid);
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, ...env, ASYMMETRIC_PARENT },
      stdio: 'inherit',
    });
    // A terminal sends Ctrl-C to the child as well, so only what reaches this process alone is passed on.
    const passOn = (signal) => (signal === 'SIGINT' && process.stdin.isTTY ? undefined : child.kill(signal));
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, passOn);
    // npm runs a script in a shell; where npm is ended from outside, only that shell learns of it.
    const parent = process.ppid;
    const watch = setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 1000);
    child.once('error', reject);
    child.once('close', (code, signal) => {
      clearInterval(watch);
      for (const name of signals) process.off(name, passOn);
      if (signal && !signals.includes(signal)) console.error(`\n${endedBy(signal)}`);
      resolve(code ?? 128 + constants.signals[signal]);
    });
  });
}

function endedBy(signal) {
  const why = signal === 'SIGKILL' ? ', as machines do whose memory is full' : '';
  return `The work was ended by ${signal}${why}.\n  fix: run the same command again; what is finished is kept`;
}
