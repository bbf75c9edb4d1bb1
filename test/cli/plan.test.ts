import { afterEach, describe, expect, test, vi } from 'vitest';
import { createProgram } from '../../src/cli/program.js';
import { layouts } from '../../src/scale/plan/layouts.js';

afterEach(() => void vi.restoreAllMocks());

async function printed(...words: string[]): Promise<string> {
  const lines: string[] = [];
  vi.spyOn(console, 'log').mockImplementation((text: unknown) => void lines.push(String(text)));
  await createProgram().parseAsync(['plan', ...words], { from: 'user' });
  return lines.join('\n');
}

describe('asym plan', () => {
  test('says what each way to keep a thousand million vectors takes, and a change of the gallery model', async () => {
    const text = await printed('--vectors', '1e9', '--dimension', '512', '--qps', '500');
    expect(text).toMatch(/^1,000,000,000 vectors of 512 numbers, 500 queries a second/);
    for (const { label } of layouts) expect(text).toContain(label);
    // 1e9 pictures at 3,083 a second on eight cards.
    expect(text).toMatch(/Another gallery model: 11\.3 hours on 8 cards, 270, and 2\.0 TB/);
  });

  test('gives the same as JSON', async () => {
    const { search, embedding } = JSON.parse(await printed('--vectors', '1000000', '--json')) as {
      search: { label: string; machines: number }[];
      embedding: { hours: number };
    };
    expect(search.map(({ label }) => label)).toEqual(layouts.map(({ label }) => label));
    for (const { machines } of search) expect(machines).toBeGreaterThanOrEqual(2);
    expect(embedding.hours).toBeCloseTo(1e6 / 3083 / 8 / 3600, 12);
  });
});
