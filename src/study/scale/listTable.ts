import { seedInterval } from '../../retrieval/metrics/seedInterval.js';
import type { Row } from '../../report/tables/table.js';
import { toMarkdownTable } from '../../report/tables/writeTable.js';
import { rankerSystems } from '../rankers/systems.js';
import { listPlanIds, listPlans } from './listPlans.js';
import type { ListResult } from './listResults.js';
import { listMethods, type ListMethod } from './listTrainings.js';

/** Lists of every way and size, the fewest vectors first; mAP with intervals over seeds, and its difference from that on exact lists. */
export function listRows(results: readonly ListResult[]): Row[] {
  const inOrder = [...results].sort(
    (a, b) => a.rows - b.rows || listPlanIds.indexOf(a.plan) - listPlanIds.indexOf(b.plan),
  );
  return inOrder.map((result): Row => {
    const exact = results.find(({ plan, rows }) => plan === 'exact' && rows === result.rows);
    return {
      lists: listPlans[result.plan].label,
      vectors: result.rows,
      index: result.seconds.index,
      seconds: result.seconds.lists,
      recall: 100 * result.recall,
      order: 100 * result.order,
      ...listMethods.reduce<Row>((row, method) => ({ ...row, ...mapOf(method, result, exact) }), {}),
    };
  });
}

/** The table of the page. */
export function listSection(results: readonly ListResult[]): string {
  if (results.length === 0) return 'Not run yet.';
  return toMarkdownTable(listRows(results), [
    'lists',
    'vectors',
    { key: 'index', label: 'index in s', digits: 1 },
    { key: 'seconds', label: 'lists in s', digits: 1 },
    { key: 'recall', label: 'found %', digits: 1 },
    { key: 'order', label: 'in order %', digits: 1 },
    ...listMethods.flatMap((method) => [
      {
        key: method,
        label: `mAP %, ${rankerSystems[method].label}`,
        digits: 1,
        interval: [`${method}Low`, `${method}High`] as [string, string],
      },
      {
        key: `${method}Change`,
        label: 'change',
        digits: 2,
        interval: [`${method}ChangeLow`, `${method}ChangeHigh`] as [string, string],
      },
    ]),
  ]);
}

function mapOf(method: ListMethod, { plan, trainings }: ListResult, exact: ListResult | undefined): Row {
  const own = mapsOf(trainings, method);
  if (own.length === 0) return {};
  const map = seedInterval(own);
  const mean = { [method]: map.mean, [`${method}Low`]: map.low, [`${method}High`]: map.high };
  const whole = exact && mapsOf(exact.trainings, method);
  if (plan === 'exact' || whole?.length !== own.length) return mean;
  const change = seedInterval(own.map((value, seed) => value - whole[seed]!));
  return {
    ...mean,
    [`${method}Change`]: change.mean,
    [`${method}ChangeLow`]: change.low,
    [`${method}ChangeHigh`]: change.high,
  };
}

/** By seed. */
const mapsOf = (trainings: ListResult['trainings'], method: ListMethod): number[] =>
  trainings
    .filter((one) => one.method === method)
    .sort((a, b) => a.seed - b.seed)
    .map(({ map }) => map);
