import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';

/** The long form of the tests of what SURVIVES.md promises, by name. */
const parts = {
  faults: ['test/torture/faults'],
  readers: ['test/torture/readers'],
  properties: ['test/torture/properties', 'test/retrieval', 'test/losses'],
  limits: ['test/torture/limits'],
  soak: ['test/torture/soak'],
  machines: ['test/torture/machines'],
  kills: ['test/trainedModels/trainAndSave.test.ts'],
  races: ['test/base/files/owning.test.ts', 'test/trainedModels/saveTrainedModel.test.ts', 'test/extraction'],
};

/** @param {string} text */
function partNames(text) {
  const names = text.split(',');
  const unknown = names.filter((name) => !Object.hasOwn(parts, name));
  if (unknown.length > 0) {
    throw new InvalidArgumentError(
      `there is no ${unknown.join(', ')}; there are ${Object.keys(parts).join(', ')}`,
    );
  }
  return names;
}

/** @param {string} text */
function count(text) {
  if (!(Number(text) >= 0)) throw new InvalidArgumentError('a number from 0 on');
  return Number(text);
}

const options = new Command('npm run torture --')
  .description(
    'Breaks everything that SURVIVES.md promises to survive, in every way that the tests know. Takes hours.',
  )
  .option(
    '--only <parts>',
    `of ${Object.keys(parts).join(', ')}; separated by commas`,
    partNames,
    Object.keys(parts),
  )
  .option('--seed <number>', 'what random trials are drawn by; default: another each time', count)
  .option('--minutes <number>', 'how long the soak takes', count, 60)
  .option('--kills <number>', 'how often a training is killed', count, 50)
  .addHelpText('after', '\nExample:\n  npm run torture -- --only readers,faults --seed 7')
  .parse()
  .opts();

const seed = options.seed ?? Math.floor(Math.random() * 2 ** 31);
const folder = mkdtempSync(join(tmpdir(), 'torture-counts-'));
const counts = join(folder, 'counts.jsonl');
writeFileSync(counts, '');
console.log(`Seed ${seed}: ${options.only.join(', ')}`);

let isWhole = true;
for (const part of options.only) {
  const { status } = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...parts[part]], {
    cwd: join(import.meta.dirname, '../..'),
    stdio: 'inherit',
    env: {
      ...process.env,
      ASYMMETRIC_TORTURE: 'long',
      ASYMMETRIC_SEED: String(seed),
      ASYMMETRIC_SOAK_MINUTES: String(options.minutes),
      ASYMMETRIC_KILLS: String(options.kills),
      ASYMMETRIC_COUNTS: counts,
    },
  });
  isWhole &&= status === 0;
}

/** @type {Map<string, number>} */
const sums = new Map();
for (const line of readFileSync(counts, 'utf8').split('\n').filter(Boolean)) {
  const { what, count } = JSON.parse(line);
  sums.set(what, (sums.get(what) ?? 0) + count);
}
rmSync(folder, { recursive: true });
console.table(Object.fromEntries([...sums].map(([what, count]) => [what, { count }])));
console.log(isWhole ? 'All of it was survived.' : `Not all of it was survived; again with --seed ${seed}`);
process.exitCode = isWhole ? 0 : 1;
