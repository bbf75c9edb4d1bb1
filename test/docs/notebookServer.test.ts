import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');

/** What would let others than the user of this machine reach the notebook server. */
const weakening =
  /\b0\.0\.0\.0\b|--ip[= ]?['"]?\*|\.ip\s*=\s*['"](\*|::)|\b(token|password)\s*=\s*(''|""|["'\s]*$)|allow_origin(_pat)?\s*=|disable_check_xsrf|allow_remote_access\s*=\s*True|allow_unauthenticated_access|disable_check_host/im;

test('nothing weakens the notebook server', () => {
  const files = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).trim().split('\n');
  const looked = files.filter(
    (name) =>
      /^(package\.json|Dockerfile|\.devcontainer\/|\.github\/|\.ci\/|src\/setup\/)/.test(name) ||
      (/^src\/.*\.(py|json|cjs|mjs|sh)$/.test(name) && !/recipes/.test(name)),
  );
  expect(looked.length).toBeGreaterThan(40);
  expect(looked.filter((name) => weakening.test(readFileSync(join(root, name), 'utf8')))).toEqual([]);
});

test.each([
  '--ip=0.0.0.0',
  "c.ServerApp.ip = '*'",
  "--IdentityProvider.token=''",
  "--ServerApp.allow_origin='*'",
  '--ServerApp.disable_check_xsrf=True',
  'c.ServerApp.allow_remote_access = True',
])('such as %s', (text) => expect(text).toMatch(weakening));
