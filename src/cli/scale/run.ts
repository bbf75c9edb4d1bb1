import { unknownName } from '../../base/config/unknownName.js';
import {
  scalePlanIds,
  scalePlans,
  scaleSizes,
  serverOf,
  type ScalePlanId,
} from '../../study/scale/scalePlans.js';
import { runScale } from '../../study/scale/runScale.js';
import { interruption } from '../interruption.js';

interface Options {
  sizes?: number[];
  plans?: string[];
  list: boolean;
  again: boolean;
}

/** Measures what is missing, or lists what can be. */
export async function run({ sizes = [...scaleSizes], plans, list, again }: Options): Promise<void> {
  if (list) return scalePlanIds.forEach((id) => console.log(`${id.padEnd(14)}${scalePlans[id].label}`));
  const unknown = plans?.find((name) => !Object.hasOwn(scalePlans, name));
  if (unknown !== undefined)
    throw unknownName(unknown, scalePlanIds, { what: 'There is no such way to keep vectors' });
  const measured = await runScale({
    sizes,
    plans: (plans as ScalePlanId[] | undefined) ?? scalePlanIds.filter(hasServer),
    again,
    onStep: (sentence) => console.error(sentence),
    signal: interruption(),
  });
  console.log(
    measured === 0
      ? 'Everything is measured; --again measures it again'
      : `${measured} measured, in figures/scale/results.json`,
  );
}

/** Whether nothing keeps a way from being measured; says what does. */
function hasServer(plan: ScalePlanId): boolean {
  const variable = serverOf[plan];
  if (variable === undefined || process.env[variable]) return true;
  console.error(`${scalePlans[plan].label}: left out, as ${variable} names no server`);
  return false;
}
