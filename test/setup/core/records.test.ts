import { createHash } from 'node:crypto';
import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { load, temporaryFolder } from '../load.js';

const { differsFromRecords } = await load<{ differsFromRecords: (folder: string) => string | undefined }>(
  'core/records.mjs',
);

/** A folder with a package of two files and what its record says of them. */
function packages(): string {
  const folder = temporaryFolder();
  const files = { 'a/one.py': 'one = 1\n', 'a/with, comma.py': 'two = 2\n' };
  mkdirSync(join(folder, 'a'));
  mkdirSync(join(folder, 'a-1.0.dist-info'));
  const lines = Object.entries(files).map(([name, text]) => {
    writeFileSync(join(folder, name), text);
    const digest = createHash('sha256').update(text).digest('base64url');
    return `${name.includes(',') ? `"${name}"` : name},sha256=${digest},${text.length}`;
  });
  const others = [
    'a/__pycache__/one.cpython-311.pyc,,',
    '../../bin/a,sha256=abc,3',
    'a-1.0.dist-info/RECORD,,',
  ];
  writeFileSync(join(folder, 'a-1.0.dist-info', 'RECORD'), [...lines, ...others, ''].join('\n'));
  return folder;
}

test('packages as they came differ in nothing', () => {
  expect(differsFromRecords(packages())).toBeUndefined();
});

test('a changed byte, a changed length and a lost file are named', () => {
  const [changed, longer, lost] = [packages(), packages(), packages()];
  writeFileSync(join(changed, 'a/one.py'), 'one = 2\n');
  appendFileSync(join(longer, 'a/with, comma.py'), '#');
  rmSync(join(lost, 'a/one.py'));
  expect([changed, longer, lost].map(differsFromRecords)).toEqual([
    'a/one.py',
    'a/with, comma.py',
    'a/one.py',
  ]);
});
