import { unknownName } from '../../base/config/unknownName.js';
import { feedingColumns, feedingRows, writeFeeding } from '../../bench/feedingReport.js';
import { feedingRates } from '../../bench/feedingRates.js';
import { measureGrowth } from '../../bench/growth.js';
import { writeGrowth } from '../../bench/growthReport.js';
import { appendHistory } from '../../bench/history.js';
import { benchItems } from '../../bench/items.js';
import { runBench } from '../../bench/runBench.js';
import { benchText } from '../../bench/table.js';
import { progressBar, type ProgressBar } from '../../report/notebook/progressBar.js';
import { toTextTable } from '../../report/tables/writeTable.js';
import { interruption } from '../interruption.js';

interface Options {
  items?: string[];
  rounds: number;
  threads: number;
  galleryRows: number;
  json: boolean;
  list: boolean;
  keep: boolean;
  growth: boolean;
  feeding: boolean;
}

/** Measures the chosen items, how cost grows with size, or how fast pictures are prepared. */
export async function run({
  items: names,
  list,
  json,
  keep,
  growth,
  feeding,
  galleryRows,
  ...options
}: Options): Promise<void> {
  if (feeding) return benchFeeding(json, keep);
  if (growth) return benchGrowth(options.threads);
  const items = benchItems({ galleryRows });
  if (list) return items.forEach(({ name, title }) => console.log(`${name.padEnd(40)}${title}`));
  const known = items.map(({ name }) => name);
  const unknown = names?.find((name) => !known.includes(name));
  if (unknown !== undefined) throw unknownName(unknown, known, { what: 'There is no such benchmark' });
  const chosen = names ? items.filter(({ name }) => names.includes(name)) : items;
  const bar = progressBar(chosen.length * options.rounds, 'Rounds');
  const failures: string[] = [];
  const run = await runBench(chosen, {
    ...options,
    signal: interruption(),
    onRound: (item, done) => bar.update(done, { note: item.name }),
    onResult: (result) => json || console.log(benchText([result])),
    onFailure: (item, error) => failures.push(`${item.name} was not measured. ${error.message}`),
  });
  bar.stop();
  if (keep && run.results.length > 0) await appendHistory(run);
  if (json) console.log(JSON.stringify(run, null, 2));
  failures.forEach((failure) => console.error(`\n${failure}`));
  if (failures.length > 0) process.exitCode = 1;
}

async function benchGrowth(threads: number): Promise<void> {
  let bar: ProgressBar | undefined;
  const report = await measureGrowth(
    threads,
    (series, size, done, total) => {
      bar ??= progressBar(total, 'Sizes');
      bar.update(done, { note: `${series} ${size}` });
    },
    interruption(),
  );
  bar?.stop();
  await writeGrowth(report);
  for (const { title, size, expected, found } of report.series) {
    console.log(`${title}: time grows with ${size} to the power ${found.toFixed(2)}; expected ${expected}`);
  }
  console.log(toTextTable(report.disk, ['part', { key: 'megabytes', digits: 0 }]));
}

async function benchFeeding(json: boolean, keep: boolean): Promise<void> {
  const rates = await feedingRates(
    ({ side, atOnce, picturesPerSecond }) =>
      console.error(
        `${side} px, ${atOnce > 0 ? `${atOnce} in decoding` : 'from memory'}: ${picturesPerSecond.toFixed(0)} pictures a second`,
      ),
    interruption(),
  );
  if (keep) await writeFeeding(rates);
  console.log(json ? JSON.stringify(rates, null, 2) : toTextTable(feedingRows(rates), feedingColumns));
}
