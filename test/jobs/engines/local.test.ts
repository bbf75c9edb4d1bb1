import { expect, test } from 'vitest';
import { local } from '../../../src/jobs/engines/local.js';

async function run(words: string[], signal = new AbortController().signal, nice = 0) {
  let text = '';
  const engine = local.open({ nice });
  const end = await engine.run({ name: 'a', words, amount: 1 }, { signal, onText: (more) => (text += more) });
  return { end, text };
}

test('a process runs the program; what it prints and how it ends is told', async () => {
  const { end, text } = await run(['list', 'losses'], undefined, 5);
  expect(end).toEqual({ code: 0 });
  expect(text).toContain('contextualSimilarity');
  const wrong = await run(['extract', '--scales', '1']);
  expect(wrong.end).toEqual({ code: 2 });
  expect(wrong.text).toContain('required option');
});

test('a stop ends the process', async () => {
  const controller = new AbortController();
  const running = run(['list', 'losses'], controller.signal);
  controller.abort();
  expect(await running).toEqual({ end: { reason: 'ended by SIGTERM (15)' }, text: '' });
});
