import { blocksOf, choiceNetwork } from '../models/networks/choiceNetwork.js';
import type { ChoiceSpace } from '../models/networks/choiceSpace.js';
import { countOperations } from '../models/networks/countOperations.js';
import { changed, firstPath, type Path } from './paths.js';

/**
 * Counts the floating point operations of any path for one `size` x `size` picture, without a projection. What a block
 * gives out does not depend on its choice, so that each choice has a cost of its own, found once.
 */
export function pathFlops(space: ChoiceSpace, size: number): (path: Path) => number {
  const blocks = blocksOf(space);
  const first = firstPath(blocks);
  const count = (path: Path): number => countOperations(choiceNetwork(space, path), size);
  const start = count(first);
  const extra = blocks.map(
    ({ allowed }, n) => new Map(allowed.map((choice) => [choice, count(changed(first, n, choice)) - start])),
  );
  return (path) => path.reduce((sum, choice, n) => sum + extra[n]!.get(choice)!, start);
}
