import { spawn } from 'node:child_process';
import { cpus, totalmem } from 'node:os';
import { resolve } from 'node:path';
import { owningFile } from '../../base/files/owning.js';
import { fileURLToPath } from 'node:url';
import type { BackendName } from '../../compute/backend/backendNames.js';
import { precisions } from '../../compute/backend/precision.js';
import { atomicWrite } from '../../base/files/atomicWrite.js';
import { workspacePath } from '../../base/files/workspacePath.js';
import { RetrievalError } from '../../errors.js';
import { describeCardUse } from './cardUse.js';
import { compareItems, tolerances, type Comparison } from './compare.js';
import { leftOutOn, type Items } from './items.js';
import { printResults } from './printResults.js';
import type { Probe, ProbeTask } from './probe.js';
import { cardsIn, reasonsIn } from './startMessages.js';

export interface GpuCheckOptions {
  against: BackendName;
  evenWithoutGpu?: boolean;
  requireGpu?: boolean;
  report?: string;
}

/** What was asked for, and what is known before anything is compared. */
interface Started {
  start: Awaited<ReturnType<typeof probe>>;
  against: BackendName;
  cards: ReturnType<typeof cardsIn>;
  reasons: string[];
}

/** Computes everything on both sides, compares, and writes the report. */
export async function run({ against, evenWithoutGpu, requireGpu, report }: GpuCheckOptions): Promise<void> {
  const start = await probe({ precisions: [], imitate: false, speeds: 'none' });
  const { device } = start.probe.backend;
  const [cards, reasons] = [cardsIn(start.messages), device === 'gpu' ? [] : reasonsIn(start.messages)];
  for (const card of cards)
    console.log(`GPU: ${card.name}, ${card.megabytes} MB, compute capability ${card.computeCapability}`);
  if (device !== 'gpu' && !evenWithoutGpu) return withoutGpu(start.probe, reasons, requireGpu);
  const file = resolve(report ?? workspacePath('data', 'logs', 'gpu-check.json'));
  await owningFile(file, () => compareAndReport(file, { start, against, cards, reasons }));
}

async function compareAndReport(file: string, { start, against, cards, reasons }: Started): Promise<void> {
  const { device, name } = start.probe.backend;
  // Rounded arithmetic is native TensorFlow's; WebGPU leaves out what it cannot compute.
  const compared = name === 'native' ? precisions : (['float32'] as const);
  const here = await probe({
    precisions: compared,
    imitate: false,
    speeds: name === 'native' ? (device === 'gpu' ? 'gpu' : 'reference') : 'none',
  });
  const reference = await probe(
    { precisions: compared, imitate: true, speeds: 'reference' },
    {
      ASYMMETRIC_BACKEND: against,
      ASYMMETRIC_DEVICE: against === 'webgpu' ? '' : 'cpu',
      CUDA_VISIBLE_DEVICES: '-1',
    },
  );
  const left = leftOutOn(name);
  const exact = without(reference.probe.items.float32!, left);
  const rows = compared.flatMap((precision) =>
    compareItems(
      precision,
      here.probe.items[precision]!,
      exact,
      reference.probe.items[precision],
      tolerances[name],
    ),
  );
  if (left.length > 0) console.log(`Not computed on ${name}: ${left.join(', ')}`);
  const speeds = [
    ...here.probe.speeds.map((speed) => ({ on: device, ...speed })),
    ...reference.probe.speeds.map((speed) => ({ on: reference.probe.backend.device, ...speed })),
  ];
  printResults(rows, speeds);
  const { memory } = here.probe;
  if (name === 'native' && device === 'gpu') console.log(describeCardUse(memory));
  const machine = {
    node: process.version,
    processor: cpus()[0]?.model,
    cores: cpus().length,
    memoryBytes: totalmem(),
  };
  const backends = { here: here.probe.backend, reference: reference.probe.backend };
  const content = {
    date: new Date().toISOString(),
    machine,
    cards,
    reasons,
    backends,
    memory,
    rows,
    speeds,
  };
  await atomicWrite(file, `${JSON.stringify(content, null, 1)}\n`);
  console.log(`Report: ${file}`);
  judge(rows);
}

function without(items: Items, names: string[]): Items {
  return Object.fromEntries(Object.entries(items).filter(([item]) => !names.includes(item)));
}

function withoutGpu({ backend }: Probe, reasons: string[], isRequired: boolean | undefined): void {
  const words = {
    what: 'No GPU is used here',
    found: [`${backend.name} on ${backend.device}`, ...reasons].join('\n'),
    fix: 'an NVIDIA driver, then npm run setup -- --cuda; npm run doctor says what is missing',
  };
  if (isRequired) throw new RetrievalError(words);
  console.log(`${words.what} (${words.found}). Cure: ${words.fix}`);
}

function judge(rows: Comparison[]): void {
  const failed = rows.filter(({ verdict }) => verdict !== 'same');
  if (failed.length === 0)
    return console.log(`All ${rows.length} comparisons are the same within what is allowed.`);
  throw new RetrievalError({
    what: 'The GPU does not compute what the CPU computes',
    where: failed.map(({ item, precision }) => `${item} (${precision})`).join(', '),
    expected: 'differences up to what is allowed, see the table',
    fix: 'train on the CPU (--device cpu) until this is understood, and send the report',
  });
}

/** Runs a probe in a process of its own, and shows how far it is. */
async function probe(
  task: ProbeTask,
  environment: Record<string, string> = {},
): Promise<{ probe: Probe; messages: string }> {
  const script = fileURLToPath(new URL('./probe.js', import.meta.url));
  const child = spawn(process.execPath, [script, JSON.stringify(task)], {
    env: { ...process.env, ASYMMETRIC_TENSORFLOW_LOG: '1', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [printed, messages]: [string[], string[]] = [[], []];
  child.stdout.setEncoding('utf8').on('data', (text: string) => printed.push(text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    messages.push(text);
    for (const [, what] of text.matchAll(/^@(.*)$/gm)) console.error(what);
  });
  const status = await new Promise((done, fail) => child.once('error', fail).once('close', done));
  const line = printed.join('').trim().split('\n').at(-1);
  if (status === 0 && line?.startsWith('{')) {
    return { probe: JSON.parse(line) as Probe, messages: messages.join('') };
  }
  throw new RetrievalError({ what: 'The probe did not finish', found: errorLines(messages.join('')) });
}

/** The end of what a failed process printed, without the stack, which would hide the message. */
function errorLines(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() && !line.startsWith('    at '));
  return lines.slice(-5).join('\n');
}
