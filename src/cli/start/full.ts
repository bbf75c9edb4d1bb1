import { relative } from 'node:path';
import { workspacePath } from '../../base/files/workspacePath.js';
import { toTextTable } from '../../report/tables/writeTable.js';
import { comparisonColumns, comparisonRows } from '../../study/analysis/comparison.js';
import { select } from '../../study/analysis/selection.js';
import { profile } from '../../study/plan/profiles.js';
import { mainDataset } from '../../study/plan/settings.js';
import { studiedDatasets } from '../../study/plan/studiedDatasets.js';
import { profileFolder } from '../../study/plan/workspace.js';
import { committedRuns } from '../../study/runs/committedRuns.js';
import { describeMissing, missingRuns } from '../../study/runs/missingRuns.js';
import { readResults } from '../../study/runs/resultsFolder.js';
import { runProfile } from '../experiments/runProfile.js';
import { writeFigures, writeTables } from '../figures/writeFigures.js';
import { writePages } from '../pages.js';
import { runNotebooks } from './notebooks.js';

/** Everything that is committed: trains what is missing, executes the notebooks in place, fills the pages. */
export async function startFull(notebooks: readonly string[]): Promise<void> {
  const folder = profileFolder('full');
  const { runs: configs } = profile('full');
  console.log(describeMissing(await missingRuns(configs, await committedRuns())));

  console.log('\n1. Experiments');
  await runProfile('full', configs);
  const runs = readResults(folder);

  console.log('\n2. Figures and tables');
  const tables = await writeTables(folder, runs);
  const figures = await writeFigures(folder, runs, { reuse: true });
  await writePages(runs);

  console.log('\n3. Notebooks');
  const executed = workspacePath('notebooks');
  await runNotebooks({ inputs: notebooks, folder: executed, env: { ASYMMETRIC_PROFILE: 'full' } });

  console.log(
    `\nAsymmetric retrieval of unseen ${studiedDatasets[mainDataset].inWords} classes (* best, or inside its interval)\n`,
  );
  console.log(toTextTable(comparisonRows(select.main(runs, mainDataset)), comparisonColumns));
  console.log(`
${figures.length} figures and ${tables.length} tables: ${relative(workspacePath(), folder)}
${notebooks.length} executed notebooks: ${relative(workspacePath(), executed)}
Explore them yourself: npm run lab`);
}
