import { join, relative } from 'node:path';
import { openDataset } from '../../datasets/openDataset.js';
import { workspacePath } from '../../base/files/workspacePath.js';
import { preparationBars } from '../../report/notebook/preparationBars.js';
import { canExecuteNotebooks } from '../../report/notebook/execute/executeNotebook.js';
import { atomicWrite } from '../../base/files/atomicWrite.js';
import { toCsv } from '../../report/tables/csv.js';
import { toTextTable } from '../../report/tables/writeTable.js';
import { comparisonColumns, comparisonRows } from '../../study/analysis/comparison.js';
import { select } from '../../study/analysis/selection.js';
import { profile } from '../../study/plan/profiles.js';
import type { ProfileName } from '../../study/plan/profileNames.js';
import { studiedDatasets } from '../../study/plan/studiedDatasets.js';
import { currentWorkspace } from '../../study/plan/workspace.js';
import {
  agreementColumns,
  agreementOf,
  agreementRows,
  agreementSentence,
  type ComparedMeasure,
} from '../../study/quick/agreement.js';
import { foundPictures } from '../../study/quick/foundPictures.js';
import { trainLive } from '../../study/quick/liveRuns.js';
import { notebookState } from '../../study/quick/notebookState.js';
import { pageFile } from '../../study/quick/pageFile.js';
import { terminalCurve } from '../../study/quick/terminalCurve.js';
import { allCommitted } from '../../study/runs/committedRuns.js';
import { provenanceNote, provenanceRows } from '../../study/runs/provenance.js';
import { readResults } from '../../study/runs/resultsFolder.js';
import { runProfile } from '../experiments/runProfile.js';
import { writeFigures, writeTables } from '../figures/writeFigures.js';
import { interruption } from '../interruption.js';
import { runNotebooks } from './notebooks.js';

const kernels = 2;

const next = [
  ['npm run lab', 'the notebooks in JupyterLab, to change and run'],
  ['npx asym train --help', 'train on your own pictures'],
  ['npm start -- --profile full', 'train what is missing of everything; says first how long'],
] as const;

/** Trains in front of the reader, takes the rest from the committed results, and ends with a page. */
export async function startQuick(name: ProfileName, notebooks: readonly string[]): Promise<void> {
  const { dataset, setting, folder, retrain } = currentWorkspace();
  const { inWords, predictorDepth: depth } = studiedDatasets[dataset];
  const page = pageFile(folder, { subject: inWords, working: 'preparing pictures', methods: [], depth });
  await page.show({});
  console.log(`Page, written as it goes: ${page.file}`);
  try {
    console.log(`\n1. Training on ${inWords}`);
    const methods = await trainWithCurve(page, depth);
    const live = methods.map(({ run }) => run!);

    console.log('\n2. Agreement with the committed results');
    const measures: ComparedMeasure[] = [
      ['mapAsymmetric', 'mAP %'],
      [`orderConsistency${depth}`, `order cons.@${depth} %`],
    ];
    const committed = [...allCommitted().values()];
    const agreements = live.flatMap((run) => measures.map((measure) => agreementOf(run, committed, measure)));
    const agreement = agreementRows(agreements);
    console.log(`${toTextTable(agreement, agreementColumns)}\n${agreementSentence(agreements)}`);
    const found = await foundPictures(await openDataset(setting.dataset), live);
    const agreementTable = {
      title: 'Do these trainings agree with the committed results?',
      rows: agreement,
      columns: agreementColumns,
      caption: `${agreementSentence(agreements)} Expected: where a run of another seed lies in 95 of 100 cases.`,
    };
    await page.show({ tables: [agreementTable], found, working: 'figures and tables' });

    console.log('\n3. Figures and tables');
    await runProfile(name, profile(name, dataset).runs);
    const runs = readResults(folder);
    const note = provenanceNote();
    const tables = await writeTables(folder, runs);
    await atomicWrite(join(folder, 'sources.csv'), toCsv(provenanceRows(runs)));
    const figures = await writeFigures(folder, runs, { reuse: true, note });
    const main = select.main(runs, dataset);
    const rows = comparisonRows(main);
    const comparison = {
      title: 'All methods',
      rows,
      columns: comparisonColumns,
      caption: `Unseen classes, bold: best, or inside its interval. ${note(main)}.`,
    };
    await page.show({
      tables: [agreementTable, comparison],
      figures: figures.map((figure) => `${figure}.svg`),
      working: 'notebooks',
    });

    console.log('\n4. Notebooks');
    const executed = join(folder, 'notebooks');
    const done = canExecuteNotebooks()
      ? await runNotebooks({
          inputs: notebooks,
          folder: executed,
          env: {
            ASYMMETRIC_PROFILE: name,
            ASYMMETRIC_DATASET: dataset,
            ASYMMETRIC_RETRAIN: retrain ? '1' : '0',
          },
          stateHash: notebookState(),
          kernels,
        })
      : [];
    await page.show({ working: undefined, notebooks: done.map((one) => `notebooks/${one.name}`), next });

    console.log(`\nAsymmetric retrieval of unseen ${inWords} classes (* best, or inside its interval)\n`);
    console.log(toTextTable(rows, comparisonColumns));
    console.log(`${note(main)}.\n\n${agreementSentence(agreements)}`);
    const root = workspacePath();
    console.log(`
Page:      ${page.file}
Notebooks: ${done.length} in ${relative(root, executed)} (${done.filter(({ reused }) => reused).length} unchanged)
Figures:   ${figures.length}, and ${tables.length} tables, in ${relative(root, folder)}

Next:
${next.map(([command, what]) => `  ${command.padEnd(28)} ${what}`).join('\n')}
`);
  } catch (error) {
    await page.show({ working: undefined, next: [['npm start', 'goes on where it was stopped'], ...next] });
    throw error;
  }
}

async function trainWithCurve(page: ReturnType<typeof pageFile>, depth: 10 | 100) {
  const { setting } = currentWorkspace();
  const curve = terminalCurve(depth);
  const preparation = preparationBars();
  try {
    return await trainLive(setting, {
      signal: interruption(),
      onPreparation: preparation.update,
      onChange: (methods, isPoint) => {
        curve.update(methods);
        const at = methods.find(({ run }) => !run);
        if (isPoint) void page.show({ methods: [...methods], working: `training, ${at?.label ?? 'done'}` });
      },
    });
  } finally {
    preparation.stop();
  }
}
