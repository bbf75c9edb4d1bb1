import { blocksOf } from '../models/networks/choiceNetwork.js';
import type { BlockChoice, ChoiceSpace } from '../models/networks/choiceSpace.js';
import type { Path } from './paths.js';

/** A network of the space that a person would try first. */
export interface HandMade {
  name: string;
  path: number[];
}

/** `5×5, expansion 2`, or `skip`. */
export function choiceLabel(choice: BlockChoice): string {
  return choice === 'skip' ? choice : `${choice.kernel}×${choice.kernel}, expansion ${choice.expansion}`;
}

/** A path for people: kernel and expansion of each block, `–` where it is skipped, stages apart. */
export function pathLabel({ choices, stages }: Pick<ChoiceSpace, 'choices' | 'stages'>, path: Path): string {
  const words = path.map((choice) => {
    const { kernel, expansion } = choices[choice] as Exclude<BlockChoice, 'skip'>;
    return choices[choice] === 'skip' ? '–' : `${kernel}·${expansion}`;
  });
  let end = 0;
  return stages.map(({ blocks }) => words.slice(end, (end += blocks)).join(' ')).join(' | ');
}

/**
 * The hand-made networks of similar cost: of those with the same choice everywhere the dearest within the budget and the
 * cheapest beyond it, and the shallow one, whose every block is skipped where it can be and is the largest otherwise.
 */
export function handMadePaths(
  space: ChoiceSpace,
  flopsOf: (path: Path) => number,
  budget: number,
): HandMade[] {
  const blocks = blocksOf(space);
  const uniform = space.choices
    .flatMap((choice, at) =>
      choice === 'skip' ? [] : [{ name: `all ${choiceLabel(choice)}`, path: blocks.map(() => at) }],
    )
    .sort((a, b) => flopsOf(a.path) - flopsOf(b.path));
  const within = uniform.filter(({ path }) => flopsOf(path) <= budget);
  const beyond = uniform.slice(within.length);
  return [...within.slice(-1), ...beyond.slice(0, 1), ...shallow(space, uniform.at(-1)!.path[0]!)];
}

function shallow({ choices, ...space }: ChoiceSpace, largest: number): HandMade[] {
  const skip = choices.indexOf('skip');
  if (skip < 0) return [];
  const path = blocksOf({ choices, ...space }).map(({ allowed }) =>
    allowed.includes(skip) ? skip : largest,
  );
  return [{ name: `shallow, ${choiceLabel(choices[largest]!)}`, path }];
}
