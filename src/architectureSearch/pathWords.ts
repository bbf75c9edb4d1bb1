import type { BlockChoice, ChoiceSpace } from '../models/networks/choiceSpace.js';
import type { Row, Column } from '../report/tables/table.js';
import { bestOf } from './evolution.js';
import { choiceLabel } from './handMade.js';
import type { Path } from './paths.js';
import type { SearchEvaluation, SearchLog } from './searchLog.js';

type Choices = Pick<ChoiceSpace, 'choices'>;
type Kept = Exclude<BlockChoice, 'skip'>;

/** A path in words, such as `6 of 9 blocks, 3 of them with 5×5 kernels`; the kernel named is the largest. */
export function pathInWords({ choices }: Choices, path: Path): string {
  const kept = path.map((choice) => choices[choice]!).filter((choice): choice is Kept => choice !== 'skip');
  const largest = Math.max(...kept.map(({ kernel }) => kernel));
  const count = kept.filter(({ kernel }) => kernel === largest).length;
  const which = count === kept.length ? 'all' : `${count} of them`;
  const blocks = `${kept.length} of ${path.length} blocks`;
  return kept.length === 0 ? blocks : `${blocks}, ${which} with ${largest}×${largest} kernels`;
}

/** What makes one path of another, block by block, in words; nothing where they are the same. */
export function pathChanges({ choices }: Choices, from: Path, to: Path): string {
  return to
    .flatMap((choice, n) => (choice === from[n] ? [] : [`block ${n + 1}: ${choiceLabel(choices[choice]!)}`]))
    .join('; ');
}

/**
 * The descent of the best path: a row for each ancestor, the path itself first, down to a random one. Of two parents the
 * better one is followed, and `changed` tells what is different from it.
 */
export function descentRows({ config, evolution }: Pick<SearchLog, 'config' | 'evolution'>): Row[] {
  const betterParent = ({ parents }: SearchEvaluation): SearchEvaluation | undefined =>
    bestOf(
      parents.map((place) => evolution[place]!),
      1,
    )[0];
  const rows: Row[] = [];
  let one: SearchEvaluation | undefined = bestOf(evolution, 1)[0];
  while (one) {
    const { generation, operator, reward, path } = one;
    const parent = betterParent(one);
    const changed = parent ? pathChanges(config.space, parent.path, path) : pathInWords(config.space, path);
    rows.push({ generation, operator, reward, changed });
    one = parent;
  }
  return rows;
}

/** How the rows of `descentRows` are shown. */
export const descentColumns: Column[] = [
  { key: 'generation', digits: 0 },
  { key: 'operator', label: 'made by' },
  { key: 'reward', label: 'reward %', digits: 2 },
  { key: 'changed', label: 'what is different from its better parent' },
];
