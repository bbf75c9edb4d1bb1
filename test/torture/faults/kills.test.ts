import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { randomSource } from '../../../src/base/randomSource.js';
import { isLong, seed, tally, timeLimit } from '../amounts.js';
import { plainSaves } from './saves.js';

vi.spyOn(console, 'warn').mockImplementation(() => undefined);

const viteNode = join(import.meta.dirname, '../../../node_modules/vite-node/dist/cli.mjs');
const saves = plainSaves.filter(({ name }) => isLong || name.endsWith('.npy'));

/** @returns whether the process killed itself on the way. */
async function kill(...words: string[]): Promise<boolean> {
  const child = spawn(process.execPath, [viteNode, join(import.meta.dirname, 'killed.ts'), ...words]);
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
  if (signal !== 'SIGKILL') expect(code).toBe(3);
  return signal === 'SIGKILL';
}

test.each(saves)(
  'a process that is killed at a call of $name leaves the old or the new state',
  async (save) => {
    const root = mkdtempSync(join(tmpdir(), 'killed-'));
    const place = join(root, 'place');
    await save.write(place, 'old');
    const old = await save.read(place);
    const first = isLong ? 1 : 1 + randomSource(seed, `kill ${save.name}`).integer(20);
    let kills = 0;
    for (let at = first; kills < (isLong ? Infinity : 1); at++) {
      const broken = join(root, String(at));
      cpSync(place, broken, { recursive: true });
      if (!(await kill(save.name, broken, String(at)))) break;
      kills++;
      const found = await save.read(broken);
      await save.write(broken, 'new');
      const whole = await save.read(broken);
      expect([old, whole], `${save.name} at call ${at}`).toContainEqual(found);
    }
    expect(kills).toBeGreaterThan(0);
    tally('kills', save.name, kills);
    rmSync(root, { recursive: true });
  },
  timeLimit,
);
