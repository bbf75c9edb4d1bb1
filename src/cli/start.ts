import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Command, Option } from 'commander';
import { selectBackend } from '../compute/backend/selectBackend.js';
import { findGroceryStore } from '../datasets/grocery/groceryStoreDataset.js';
import { workspacePath } from '../base/files/workspacePath.js';
import { executeNotebook } from '../report/notebook/execute/executeNotebook.js';
import { progressBar } from '../report/notebook/progressBar.js';
import { comparisonColumns, comparisonRows } from '../study/analysis/comparison.js';
import { profile, profileNames, type ProfileName } from '../study/plan/profiles.js';
import { readResults } from '../study/runs/resultsFolder.js';
import { select } from '../study/analysis/selection.js';
import { mainDataset } from '../study/plan/settings.js';
import { studiedDatasets } from '../study/plan/studiedDatasets.js';
import { profileFolder } from '../study/plan/workspace.js';
import { toTextTable } from '../report/tables/writeTable.js';
import { runProfile } from './experiments.js';
import { interruption } from './interruption.js';
import { example } from './output.js';
import { writeFigures, writeTables } from './figures.js';
import { writePages } from './pages.js';

/** `start`: the main job. Trains, executes every notebook, draws every figure and prints the comparison. */
export function startCommand(): Command {
  return new Command('start')
    .description('train, execute every notebook, draw every figure and table, print the comparison')
    .addOption(new Option('--profile <name>', 'how much to run').choices(profileNames).default('quick'))
    .addHelpText('after', example('asym start --profile quick'))
    .action(async ({ profile: name }: { profile: ProfileName }) => start(name));
}

async function start(name: ProfileName): Promise<void> {
  const started = performance.now();
  const root = workspacePath();
  const folder = profileFolder(name);
  const backend = await selectBackend();
  console.log(
    `Backend: ${backend.name} on ${backend.device} (TensorFlow ${backend.tensorflowVersion ?? 'not used'}; ${backend.reason})`,
  );

  console.log('\n1. Experiments');
  await runProfile(name, profile(name, findGroceryStore() !== null).runs);
  const runs = readResults(folder);

  console.log('\n2. Figures and tables');
  const tables = await writeTables(folder, runs);
  const figures = await writeFigures(folder, runs, true);
  if (name === 'full') await writePages(runs);

  console.log('\n3. Notebooks');
  // Full results are committed, executed notebooks among them; other profiles leave the work tree as it is.
  const executed = name === 'full' ? join(root, 'notebooks') : join(folder, 'notebooks');
  const notebooks = readdirSync(join(root, 'notebooks'))
    .filter((file) => file.endsWith('.ipynb'))
    .sort();
  for (const notebook of notebooks) {
    const bar = progressBar(1, notebook);
    await executeNotebook({
      input: join(root, 'notebooks', notebook),
      output: join(executed, notebook),
      env: { ASYMMETRIC_PROFILE: name },
      onProgress: ({ cell, cells }) => bar.update(cell, { total: cells, note: 'cells' }),
      signal: interruption(),
    });
    bar.stop();
  }

  console.log(
    `\nAsymmetric retrieval of unseen ${studiedDatasets[mainDataset].inWords} classes (* best, or inside its interval)\n`,
  );
  console.log(toTextTable(comparisonRows(select.main(runs, mainDataset)), comparisonColumns));
  console.log(`
${figures.length} figures and ${tables.length} tables: ${relative(root, folder)}
${notebooks.length} executed notebooks: ${relative(root, executed)}
Backend: ${backend.name} on ${backend.device}. Time: ${minutes(performance.now() - started)}.
Explore them yourself: npm run lab`);
}

function minutes(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
