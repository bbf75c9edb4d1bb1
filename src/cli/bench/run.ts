import { unknownName } from '../../base/config/unknownName.js';
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
}

/** Measures the chosen items, or how cost grows with size. */
export async function run({
  items: names,
  list,
  json,
  keep,
  growth,
  galleryRows,
  ...options
}: Options): Promise<void> {
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
