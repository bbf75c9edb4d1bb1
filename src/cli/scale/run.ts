import { unknownName } from '../../base/config/unknownName.js';
import { runLists } from '../../study/scale/runLists.js';
import {
  scalePlanIds,
  scalePlans,
  scaleSizes,
  type ScalePlan,
  type ScalePlanId,
} from '../../study/scale/scalePlans.js';
import { runScale } from '../../study/scale/runScale.js';
import { interruption } from '../interruption.js';

interface Options {
  sizes?: number[];
  plans?: string[];
  list: boolean;
  neighbours: boolean;
  again: boolean;
}

/** Measures what is missing, or lists what can be. */
export async function run({
  sizes = [...scaleSizes],
  plans,
  list,
  neighbours,
  again,
}: Options): Promise<void> {
  if (list) return scalePlanIds.forEach((id) => console.log(`${id.padEnd(14)}${scalePlans[id].label}`));
  const unknown = plans?.find((name) => !Object.hasOwn(scalePlans, name));
  if (unknown !== undefined)
    throw unknownName(unknown, scalePlanIds, { what: 'There is no such way to keep vectors' });
  const common = {
    again,
    onStep: (sentence: string) => console.error(sentence),
    signal: interruption(),
  };
  const measured = neighbours
    ? await runLists(common)
    : await runScale({
        ...common,
        sizes,
        plans: (plans as ScalePlanId[] | undefined) ?? scalePlanIds.filter(hasServer),
      });
  console.log(
    measured === 0
      ? 'Everything is measured; --again measures it again'
      : `${measured} measured, in figures/scale/${neighbours ? 'lists' : 'results'}.json`,
  );
}

/** Whether nothing keeps a way from being measured; says what does. */
function hasServer(plan: ScalePlanId): boolean {
  const { label, server }: ScalePlan = scalePlans[plan];
  if (server === undefined || process.env[server]) return true;
  console.error(`${label}: left out, as ${server} names no server`);
  return false;
}
