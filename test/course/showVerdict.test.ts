import { afterEach, expect, test, vi } from 'vitest';
import { displayBundle, inNotebook } from '../../src/report/notebook/kernel.js';
import { showVerdict } from '../../src/course/showVerdict.js';
import { missing, right, wrong } from '../../src/course/verdict.js';

vi.mock('../../src/report/notebook/kernel.js', () => ({
  displayBundle: vi.fn(),
  inNotebook: vi.fn(() => true),
}));
afterEach(() => vi.restoreAllMocks());

test('a verdict is shown in colour and in words, and safe', () => {
  showVerdict('Task 1', wrong('it is <3.'));
  const [shown] = vi.mocked(displayBundle).mock.calls[0];
  expect(shown['text/plain']).toBe('✗ Task 1 · Not yet right: it is <3.');
  expect(shown['text/html']).toContain('it is &lt;3.');
});

test('outside a notebook a verdict is printed', () => {
  vi.mocked(inNotebook).mockReturnValue(false);
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  showVerdict('Task 1', missing('the rank'));
  showVerdict('Task 1', right('yes.'));
  expect(log.mock.calls).toEqual([['✎ Task 1 · Not filled in yet: the rank'], ['✓ Task 1 · Right: yes.']]);
});
