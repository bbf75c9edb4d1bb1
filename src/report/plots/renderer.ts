import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import type { Socket } from 'node:net';
import { pathToFileURL } from 'node:url';
import { RetrievalError } from '../../errors.js';
import { workspacePath } from '../../base/files/workspacePath.js';
import { plainFigure, type Figure } from './figure.js';

/** How a figure becomes a picture. */
export interface RenderRequest {
  format: 'png' | 'svg';
  /** Pixels before scaling. */
  width: number;
  height: number;
  /** Default 1. */
  scale?: number;
}

interface Answer {
  code: number;
  message: string | null;
  result: string | null;
}

interface RunningRenderer {
  child: ChildProcessWithoutNullStreams;
  answers: AsyncIterator<string, undefined>;
  lines: Interface;
}

const answerTimeout = 60_000;
let running: Promise<RunningRenderer> | undefined;
let last: Promise<unknown> = Promise.resolve();

/** Folder of the kaleido program that draws figures without a browser. */
function rendererFolder(): string {
  return workspacePath('.native', 'kaleido', 'executable');
}

/** Path of the program itself: its launcher breaks in a folder whose name has a space. */
export function rendererPath(): string {
  return join(rendererFolder(), 'bin', 'kaleido');
}

/** Whether figures can be drawn as PNG and SVG on this machine. */
export function canRender(): boolean {
  return existsSync(rendererPath());
}

/**
 * Draws a figure with the plotly.js of this workspace. Requests share one process and are answered one after another.
 * @throws RetrievalError when the program is missing, answers with an error or takes longer than a minute.
 */
export function renderFigure(figure: Figure, request: RenderRequest): Promise<Buffer> {
  const turn = last.then(() => render(figure, request));
  last = turn.catch(() => undefined);
  return turn;
}

/** Ends the drawing process; the next request starts a new one. Without this call it ends with Node. */
export async function closeRenderer(): Promise<void> {
  await last;
  const renderer = await running?.catch(() => undefined);
  running = undefined;
  renderer?.child.kill();
}

async function render(figure: Figure, request: RenderRequest): Promise<Buffer> {
  const { format, width, height, scale = 1 } = request;
  try {
    const renderer = await livingRenderer();
    keepAlive(renderer, true);
    const asked = { data: plainFigure(figure), format, width, height, scale };
    renderer.child.stdin.write(`${JSON.stringify(asked)}\n`);
    const { code, message, result } = await nextAnswer(renderer);
    keepAlive(renderer, false);
    if (code !== 0 || result === null) throw new Error(message ?? `code ${code}`);
    return Buffer.from(result, format === 'png' ? 'base64' : 'utf8');
  } catch (cause) {
    // An answer that comes late must not be taken for that of the next request.
    void running?.then(({ child }) => child.kill()).catch(() => undefined);
    running = undefined;
    if (cause instanceof RetrievalError) throw cause;
    throw new RetrievalError({
      what: `A figure could not be drawn as ${format}`,
      found: cause instanceof Error ? cause.message : String(cause),
      fix: 'check that the figure is valid plotly JSON with finite sizes',
      cause,
    });
  }
}

/** The running process, or a new one where it has ended since the last figure. */
async function livingRenderer(): Promise<RunningRenderer> {
  const { child } = (await running?.catch(() => undefined)) ?? {};
  if (!child || child.exitCode !== null || child.signalCode !== null) running = start();
  return running!;
}

async function start(): Promise<RunningRenderer> {
  const program = rendererPath();
  if (!existsSync(program)) {
    throw new RetrievalError({
      what: 'The program that draws figures is missing',
      where: program,
      expected: 'kaleido 0.2.1, which the set-up unpacks there (Linux x64 only)',
      fix: 'run `npm run setup`; on other platforms use the interactive figures of the notebooks',
    });
  }
  const plotly = pathToFileURL(createRequire(import.meta.url).resolve('plotly.js-dist-min'));
  const flags = ['--disable-gpu', '--allow-file-access-from-files', '--no-sandbox', '--disable-breakpad'];
  const folder = rendererFolder();
  const child = spawn(program, ['plotly', `--plotlyjs=${plotly.href}`, ...flags], {
    stdio: ['pipe', 'pipe', 'pipe'],
    cwd: folder,
    env: {
      ...process.env,
      LD_LIBRARY_PATH: [join(folder, 'lib'), process.env.LD_LIBRARY_PATH].filter(Boolean).join(delimiter),
      LD_PRELOAD: undefined,
      FONTCONFIG_PATH: join(folder, 'etc', 'fonts'),
      XDG_DATA_HOME: join(folder, 'xdg'),
    },
    // In a group of its own, so that an interrupt of a cell does not end it; it ends when its input closes.
    detached: true,
  });
  child.stderr.resume();
  // A broken pipe shows as a missing answer.
  child.stdin.on('error', () => undefined);
  const lines = createInterface({ input: child.stdout });
  const renderer = { child, lines, answers: lines[Symbol.asyncIterator]() };
  const failed = new Promise<never>((_, reject) => child.once('error', reject));
  const { code, message } = await Promise.race([nextAnswer(renderer), failed]);
  if (code !== 0) throw new Error(message ?? `kaleido did not start (code ${code})`);
  return renderer;
}

async function nextAnswer({ answers }: RunningRenderer): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${answerTimeout / 1000} s`)), answerTimeout);
  });
  try {
    const { value, done } = await Promise.race([answers.next(), late]);
    if (done) throw new Error('kaleido ended without an answer');
    return JSON.parse(value) as Answer;
  } finally {
    clearTimeout(timer);
  }
}

/** An idle renderer does not keep Node running. */
function keepAlive({ child }: RunningRenderer, alive: boolean): void {
  const handles = [child, child.stdin, child.stdout, child.stderr] as unknown as Socket[];
  for (const handle of handles) {
    if (alive) handle.ref();
    else handle.unref();
  }
}
