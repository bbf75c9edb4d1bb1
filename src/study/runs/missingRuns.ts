import { median } from '../../bench/measure.js';
import { finishedRun } from '../../experiments/runExperiment.js';
import type { RunConfig } from '../../experiments/runConfig.js';
import type { Run } from '../../experiments/runOptions.js';

/** What is still to be trained of a list of runs. */
export interface MissingRuns {
  missing: number;
  total: number;
  /** By what like runs took when they were trained; undefined where there are none to go by. */
  minutes?: number;
}

/** Looks for each run as a training would, without training it. */
export async function missingRuns(
  configs: readonly RunConfig[],
  finished: ReadonlyMap<string, Run>,
): Promise<MissingRuns> {
  const missing: RunConfig[] = [];
  for (const config of configs) if (!(await finishedRun(config, { finished }))) missing.push(config);
  const minutes = minutesOf(missing, [...finished.values()]);
  return { missing: missing.length, total: configs.length, ...(minutes !== undefined && { minutes }) };
}

/** Minutes that runs take by the median of finished ones with the same query model on the same data set, else of all. */
export function minutesOf(configs: readonly RunConfig[], finished: readonly Run[]): number | undefined {
  if (configs.length === 0) return 0;
  if (finished.length === 0) return undefined;
  const seconds = configs.map((config) => {
    const alike = finished.filter(
      ({ manifest }) =>
        manifest.config.dataset === config.dataset && manifest.config.query.kind === config.query.kind,
    );
    return median((alike.length > 0 ? alike : finished).map(({ manifest }) => manifest.seconds));
  });
  return seconds.reduce((a, b) => a + b, 0) / 60;
}

/** For a person, before it begins. */
export function describeMissing({ missing, total, minutes }: MissingRuns): string {
  if (missing === 0) return `All ${total} runs are there; nothing has to be trained.`;
  const time =
    minutes === undefined ? '' : `, about ${Math.ceil(minutes)} minutes by what such runs took before`;
  return `${missing} of ${total} runs have to be trained${time}.`;
}
