import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { benchmarkSources } from '../../../src/datasets/benchmarks/sources/benchmarkSources.js';
import { type FetchPlan, planOf, stateOfFiles } from '../../../src/datasets/benchmarks/download/plan.js';
import { askToFetch } from '../../../src/cli/prompts/askToFetch.js';

const target = join(tmpdir(), 'not-there');

describe('the question', () => {
  const source = benchmarkSources['cub-200-2011'];
  const plan = (): FetchPlan =>
    planOf(
      source,
      target,
      stateOfFiles(target, source.files).map((file) => ({ ...file, bytes: 2e9 })),
    );

  /** A terminal that types. */
  function terminal(isTTY: boolean) {
    const input = Object.assign(new PassThrough(), { isTTY, setRawMode: () => input });
    const output = Object.assign(new PassThrough(), { isTTY, columns: 80, rows: 20 });
    const shown: string[] = [];
    output.on('data', (chunk: Buffer) => shown.push(chunk.toString()));
    return { input, output, shown };
  }

  test.each([
    ['y', true],
    ['n', false],
    ['\r', false],
    ['\u0003', false],
  ])('answered with %j', async (key, expected) => {
    const { input, output, shown } = terminal(true);
    const answer = askToFetch(plan(), { input, output });
    setTimeout(() => input.write(key), 50);
    expect(await answer).toBe(expected);
    for (const words of [
      source.title,
      source.page,
      source.licence,
      '1 file, 2.0 GB',
      'about 4.0 GB',
      target,
    ]) {
      expect(shown.join('')).toContain(words);
    }
  });

  test('is not put where --yes answers it', async () => {
    const { input, output } = terminal(false);
    expect(await askToFetch(plan(), { yes: true, input, output })).toBe(true);
  });

  test('cannot be answered without a terminal', async () => {
    const { input, output } = terminal(false);
    await expect(askToFetch(plan(), { input, output })).rejects.toThrow(/no terminal[^]*--yes/);
  });
});
