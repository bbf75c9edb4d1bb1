import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packagePath } from '../../src/base/files/packagePath.js';
import { demoCommand } from '../../src/cli/demo.js';
import { toyExhibit, type ToyExhibit } from '../demo/toyExhibit.js';

let toy: ToyExhibit;
beforeAll(async () => (toy = await toyExhibit()));
afterAll(() => toy.remove());

const own = (): string[] => {
  const { gallery, pictures } = toy.options;
  return ['--model', ...toy.models, '--gallery', gallery, '--pictures', pictures];
};

interface Ended {
  code: number | null;
  said: string;
}

/** The real command in a folder of its own, and what it says until it ends. */
function start(words: string[]): {
  until(words: RegExp): Promise<string>;
  stop(): void;
  ended: Promise<Ended>;
} {
  const env = { ...process.env, ASYMMETRIC_FOLDER: toy.folder };
  const child = spawn(process.execPath, [packagePath('dist', 'cli', 'main.js'), 'demo', ...words], { env });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text: Buffer) => (said += text.toString()));
  return {
    async until(expected) {
      await expect.poll(() => said, { timeout: 50_000 }).toMatch(expected);
      return said;
    },
    stop: () => child.kill('SIGINT'),
    ended: new Promise((resolve) => child.once('close', (code) => resolve({ code, said }))),
  };
}

describe('asym demo', () => {
  test('serves models of one’s own until it is interrupted', async () => {
    const demo = start([...own(), '--port', '0']);
    const [, address] = /(http:\/\/127\.0\.0\.1:\d+\/)/.exec(await demo.until(/Ctrl-C ends it/))!;
    expect(await (await fetch(address)).text()).toMatch(/<title>Asymmetric retrieval in this tab/);
    const { models, gallery } = (await (await fetch(`${address}demo.json`)).json()) as {
      models: { label: string }[];
      gallery: { rows: number };
    };
    expect([models.map(({ label }) => label), gallery.rows]).toEqual([['first', 'second'], 20]);
    demo.stop();
    expect(await demo.ended).toMatchObject({ code: 0 });
    expect(readdirSync(join(toy.folder, 'data', 'cache', 'demo', 'exports'))).toHaveLength(2);
  });

  test('writes files for any web server', async () => {
    const out = join(toy.folder, 'site');
    const { code, said } = await start([...own(), '--export', out]).ended;
    expect(said).toMatch(/Written: \d+ files, \d+ MB, in [^]*Without a server the gallery model answers for/);
    expect(code).toBe(0);
    expect(existsSync(join(out, 'pictures', '0'))).toBe(true);
  });

  test('warns where others can reach it, and says when a port is taken', async () => {
    const open = start([...own(), '--host', '0.0.0.0', '--port', '0']);
    await open.until(/Warning: everyone who reaches 0\.0\.0\.0 can see[^]*Ctrl-C/);
    open.stop();
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as { port: number };
    const { code, said } = await start([...own(), '--port', String(port)]).ended;
    other.close();
    expect(said).toMatch(
      /The port is taken\n {2}where: 127\.0\.0\.1, port \d+[^]*fix: name another with --port/,
    );
    expect(code).toBe(2);
    await open.ended;
  });

  test('wants a model beside a gallery of one’s own, and a port that is one', async () => {
    const parse = (...words: string[]) =>
      demoCommand()
        .exitOverride()
        .configureOutput({ writeErr: () => undefined })
        .parseAsync(words, { from: 'user' });
    await expect(parse('--gallery', 'vectors.npz')).rejects.toThrow(
      /which query models to show[^]*--model FOLDER/,
    );
    await expect(parse('--port', '70000')).rejects.toThrow(/0 to 65535/);
  });
});
