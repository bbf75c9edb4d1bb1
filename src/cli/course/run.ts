import { join, relative } from 'node:path';
import { workspacePath } from '../../base/files/workspacePath.js';
import {
  chosenNotebooks,
  isAsItsSource,
  learnerFolder,
  writeLearnerNotebook,
} from '../../course/notebooks/writeLearnerNotebooks.js';
import { RetrievalError } from '../../errors.js';
import { runNotebooks } from '../start/notebooks.js';

interface Options {
  check?: boolean;
  execute?: boolean;
}

/** Writes, checks or executes the notebooks of the course. */
export async function run(names: string[], { check = false, execute = false }: Options): Promise<void> {
  if (check && execute) {
    throw new RetrievalError({
      what: 'A check writes nothing, and executing does',
      found: '--check and --execute',
      fix: 'choose one of them',
      kind: 'usage',
    });
  }
  const chosen = chosenNotebooks(names);
  if (check) return checkAll(chosen);
  for (const name of chosen) {
    const { isUnchanged, aside } = await writeLearnerNotebook(name);
    const kept = aside ? `; as it was: ${relative(workspacePath(), aside)}` : '';
    console.log(isUnchanged ? `${name}: as its source gives it` : `${name}: written${kept}`);
  }
  if (!execute) return;
  const inputs = chosen.map((name) => join(learnerFolder(), name));
  const profile = process.env.ASYMMETRIC_PROFILE ?? 'full';
  await runNotebooks({ inputs, folder: learnerFolder(), env: { ASYMMETRIC_PROFILE: profile } });
}

function checkAll(names: readonly string[]): void {
  const differing = names.filter((name) => !isAsItsSource(name));
  if (differing.length > 0) {
    throw new RetrievalError({
      what: 'Notebooks are not what their sources give',
      found: differing.join(', '),
      fix: 'npm run course',
      kind: 'data',
    });
  }
  console.log(`${names.length} notebooks are what their sources give`);
}
