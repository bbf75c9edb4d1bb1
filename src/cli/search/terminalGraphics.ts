/** Ways in which terminals show pictures. */
export const terminalProtocols = ['kitty', 'iterm', 'sixel'] as const;
export type TerminalProtocol = (typeof terminalProtocols)[number];

type Environment = Record<string, string | undefined>;

/**
 * The way in which the terminal of an environment shows pictures, as far as its name says. Inside tmux and screen none gets
 * through.
 */
export function namedProtocol(env: Environment): TerminalProtocol | undefined {
  const { TERM = '', TERM_PROGRAM = '' } = env;
  if (isMultiplexed(env)) return undefined;
  if (env.KITTY_WINDOW_ID || TERM === 'xterm-kitty' || TERM === 'xterm-ghostty') return 'kitty';
  if (['iTerm.app', 'WezTerm', 'mintty'].includes(TERM_PROGRAM) || env.LC_TERMINAL === 'iTerm2')
    return 'iterm';
  if (/sixel|^foot|^mlterm|^contour/.test(TERM)) return 'sixel';
  return undefined;
}

/** Whether a terminal inside a terminal is at work. */
export function isMultiplexed({ TMUX, TERM = '' }: Environment): boolean {
  return Boolean(TMUX) || /^(screen|tmux)/.test(TERM);
}

/** What a terminal says of itself when it is asked for its primary device attributes. */
const askForAttributes = '\x1b[c';
const attributes = /\x1b\[\?([\d;]+)c/; // eslint-disable-line no-control-regex
/** Those that answer at all do so at once. */
const answerMilliseconds = 250;

/** Asks a terminal whether it shows sixels: attribute 4 of its answer. */
export function answersSixel(
  input: NodeJS.ReadStream = process.stdin,
  output: NodeJS.WriteStream = process.stdout,
): Promise<boolean> {
  if (!input.isTTY || !output.isTTY) return Promise.resolve(false);
  return new Promise((resolve) => {
    let answer = '';
    const wasRaw = input.isRaw;
    const end = (found: boolean): void => {
      clearTimeout(timer);
      input.off('data', read);
      input.setRawMode(wasRaw);
      input.pause();
      resolve(found);
    };
    const read = (bytes: Buffer): void => {
      answer += bytes.toString('latin1');
      const found = attributes.exec(answer);
      if (found) end(found[1]!.split(';').includes('4'));
    };
    const timer = setTimeout(() => end(false), answerMilliseconds);
    input.setRawMode(true);
    input.on('data', read);
    output.write(askForAttributes);
  });
}

/** The way in which this terminal shows pictures; undefined where there is none, or no terminal. */
export async function detectProtocol(): Promise<TerminalProtocol | undefined> {
  if (!process.stdout.isTTY) return undefined;
  const named = namedProtocol(process.env);
  if (named || isMultiplexed(process.env)) return named;
  return (await answersSixel()) ? 'sixel' : undefined;
}
