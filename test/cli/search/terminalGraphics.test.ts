import { EventEmitter } from 'node:events';
import { describe, expect, test, vi } from 'vitest';
import { answersSixel, namedProtocol } from '../../../src/cli/search/terminalGraphics.js';

test.each([
  [{ TERM: 'xterm-kitty' }, 'kitty'],
  [{ TERM: 'xterm-256color', KITTY_WINDOW_ID: '3' }, 'kitty'],
  [{ TERM: 'xterm-ghostty' }, 'kitty'],
  [{ TERM: 'xterm-256color', TERM_PROGRAM: 'iTerm.app' }, 'iterm'],
  [{ TERM: 'xterm-256color', LC_TERMINAL: 'iTerm2' }, 'iterm'],
  [{ TERM: 'foot' }, 'sixel'],
  [{ TERM: 'xterm-sixel' }, 'sixel'],
  [{ TERM: 'xterm-256color' }, undefined],
  [{ TERM: 'screen-256color', KITTY_WINDOW_ID: '3' }, undefined],
  [{ TERM: 'foot', TMUX: '/tmp/tmux,1,0' }, undefined],
  [{}, undefined],
])('%j shows pictures by %s', (env, protocol) => {
  expect(namedProtocol(env)).toBe(protocol);
});

describe('a terminal that is asked', () => {
  function terminal(answer: string | undefined) {
    const input = Object.assign(new EventEmitter(), {
      isTTY: true,
      isRaw: false,
      setRawMode: vi.fn(),
      pause: vi.fn(),
    });
    const write = vi.fn(() => {
      if (answer) queueMicrotask(() => input.emit('data', Buffer.from(answer)));
    });
    const streams = [input, { isTTY: true, write }] as unknown as Parameters<typeof answersSixel>;
    return { input, write, streams };
  }

  test.each([
    ['\x1b[?62;4;6;22c', true],
    ['\x1b[?62;14;44c', false],
    [undefined, false],
  ])('answers %j', async (answer, shows) => {
    const { input, streams } = terminal(answer);
    expect(await answersSixel(...streams)).toBe(shows);
    expect(input.setRawMode.mock.calls).toEqual([[true], [false]]);
    expect(input.listenerCount('data')).toBe(0);
    expect(input.pause).toHaveBeenCalled();
  });

  test('is not asked where it is none', async () => {
    const { streams, write } = terminal('\x1b[?62;4c');
    streams[1]!.isTTY = false;
    expect(await answersSixel(...streams)).toBe(false);
    expect(write).not.toHaveBeenCalled();
  });
});
