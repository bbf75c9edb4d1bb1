import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeEach, expect, test, vi } from 'vitest';
import { canRender, closeRenderer, rendererPath } from '../../../src/report/plots/renderer.js';
import { figureSvg } from '../../../src/report/plots/exportFigure.js';

const folder = mkdtempSync(join(tmpdir(), 'workspace-'));
vi.stubEnv('ASYMMETRIC_FOLDER', folder);
const figure = { data: [], layout: {} };

function pretend(script: string): void {
  mkdirSync(dirname(rendererPath()), { recursive: true });
  writeFileSync(rendererPath(), `#!/bin/sh\n${script}\n`);
  chmodSync(rendererPath(), 0o755);
}

beforeEach(async () => {
  await closeRenderer();
  rmSync(join(folder, '.native'), { recursive: true, force: true });
});
afterAll(() => rmSync(folder, { recursive: true }));

test('names the cure when kaleido is not there', async () => {
  expect(canRender()).toBe(false);
  await expect(figureSvg(figure)).rejects.toThrow(/npm run setup/);
});

test('does not wait for a program that ends without an answer', async () => {
  pretend('exit 3');
  await expect(figureSvg(figure)).rejects.toThrow(/ended without an answer/);
});

test('passes on the reason why the program did not start', async () => {
  pretend(`echo '{"code":1,"message":"no display"}'; cat`);
  await expect(figureSvg(figure)).rejects.toThrow(/no display/);
});

test('starts anew after a failure', async () => {
  pretend('exit 3');
  await expect(figureSvg(figure)).rejects.toThrow();
  pretend(
    `echo '{"code":0,"message":null}'; read -r request; echo '{"code":0,"message":null,"result":"<svg/>"}'; cat`,
  );
  expect((await figureSvg(figure)).toString()).toBe('<svg/>');
});
