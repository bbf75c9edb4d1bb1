import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packagePath } from '../../src/base/files/packagePath.js';

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** What this process hands down to npm and to programs must not lead them back into the workspace. */
const environment = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) =>
      !/^ASYMMETRIC_/.test(name) &&
      !/^npm_(?!config_(registry|cache|userconfig|proxy|https_proxy|noproxy|cafile)$)/i.test(name),
  ),
);

export function run(program: string, words: string[], cwd: string): Promise<Ended> {
  const child = spawn(program, words, { cwd, env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (text: Buffer) => (stdout += text.toString()));
  child.stderr.on('data', (text: Buffer) => (stderr += text.toString()));
  return new Promise((resolve, reject) =>
    child.once('error', reject).once('close', (code) => resolve({ code, stdout, stderr })),
  );
}

/** npm of this process where it was started by npm, else the one on the path. */
export function npm(words: string[], cwd: string): Promise<Ended> {
  const script = process.env.npm_execpath;
  const isNpm = script !== undefined && /npm-cli\.c?js$/.test(script) && existsSync(script);
  return isNpm ? run(process.execPath, [script, ...words], cwd) : run('npm', words, cwd);
}

/** What npm says where it reaches no registry. */
const offline = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ENOTCACHED/;

/**
 * Installs packages into a folder, from the registry or from files.
 * @returns false where the registry cannot be reached.
 * @throws Error with what npm says, where it fails otherwise.
 */
export async function install(folder: string, ...packages: string[]): Promise<boolean> {
  const flags = ['--prefer-offline', '--no-audit', '--no-fund', '--fetch-retries=1'];
  const { code, stderr } = await npm(['install', ...flags, ...packages], folder);
  if (code === 0) return true;
  if (offline.test(stderr)) return false;
  throw new Error(`npm install ${packages.join(' ')}: ${stderr}`);
}

/** An empty project in a folder of its own. */
export function emptyProject(): { folder: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'asymmetric-package-'));
  writeFileSync(join(folder, 'package.json'), '{ "name": "project", "private": true, "type": "module" }\n');
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Packs the library as it would be published. @returns the archive and the files in it. */
export async function pack(folder: string): Promise<{ archive: string; files: string[] }> {
  const words = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
  const { code, stdout, stderr } = await npm(words, packagePath());
  if (code !== 0) throw new Error(`npm pack: ${stderr}`);
  const [packed] = JSON.parse(stdout) as { filename: string; files: { path: string }[] }[];
  return { archive: join(folder, packed.filename), files: packed.files.map(({ path }) => path) };
}
