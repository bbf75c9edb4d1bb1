import { endWithParent } from '../../base/endWithParent.js';
import { cardMemory } from '../../compute/backend/deviceMemory.js';
import { selectBackend, type BackendReport } from '../../compute/backend/selectBackend.js';
import type { Precision } from '../../compute/backend/precision.js';
import { cardUse, type CardUse } from './cardUse.js';
import { computeItems, type Items } from './items.js';
import { measureSpeeds, speedSettings, type Speed } from './speed.js';

/** What a probe is asked for. */
export interface ProbeTask {
  precisions: readonly Precision[];
  /** Imitates every precision but `float32` by rounded factors. */
  imitate: boolean;
  /** Which steps are timed. */
  speeds: keyof typeof speedSettings;
}

/** What one backend computes from seeded inputs. */
export interface Probe {
  backend: BackendReport;
  items: Partial<Record<Precision, Items>>;
  speeds: Speed[];
  /** At the end; missing where no card computes, or its memory is not told. */
  memory?: CardUse;
}

/** Run in a process of its own, since a process has one backend: the task in JSON as its argument, the probe in JSON as its last line. */
endWithParent(process.ppid, 'SIGKILL');
const { precisions, imitate, speeds } = JSON.parse(process.argv[2]!) as ProbeTask;
const tell = (what: string): boolean => process.stderr.write(`@${what}\n`);
const probe: Probe = { backend: await selectBackend(), items: {}, speeds: [] };
const start = cardMemory();
const used = (): CardUse | undefined => start && cardUse(start, cardMemory()!);
for (const precision of precisions) {
  tell(`every loss in ${precision}${imitate && precision !== 'float32' ? ', imitated' : ''}`);
  probe.items[precision] = await computeItems({ precision, imitated: imitate && precision !== 'float32' });
}
await measureSpeeds(speedSettings[speeds], (speed) => {
  const how = `${speed.precision}${speed.compiled ? ', compiled' : ''}`;
  tell(`${speed.work}, batch ${speed.batch}, ${how}: ${speed.imagesPerSecond} images/s`);
  const takenMegabytes = used()?.takenMegabytes;
  probe.speeds.push({ ...speed, ...(takenMegabytes !== undefined && { takenMegabytes }) });
});
const memory = used();
if (memory) probe.memory = memory;
// Leaves when all of it has been taken: an exit would cut it off.
process.stdout.write(`${JSON.stringify(probe)}\n`, () => process.exit(0));
