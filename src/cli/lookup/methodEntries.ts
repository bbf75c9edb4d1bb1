import { completeLossConfig } from '../../losses/lossConfig.js';
import { lossRegistry } from '../../losses/registry.js';
import { familyOf, supervisionOf } from '../../study/methods/families.js';
import { chosenTrial, methodIds, methods } from '../../study/methods/methods.js';
import type { Trial } from '../../study/methods/method.js';
import { rankerSystems } from '../../study/rankers/systems.js';
import { rerankedOrderTrial } from '../../study/rankers/rerankedOrder.js';
import { rerankedOrder } from '../../study/rankers/trainable.js';
import type { Entry } from './entry.js';

/** The methods: a loss with the setting that the validation classes chose, and what it demands of the query model. */
export function methodEntries(): Entry[] {
  const studied = methodIds.map((name) =>
    entryOf(
      name,
      `${methods[name].label}: ${familyOf(name).label.toLowerCase()}, from ${supervisionOf(name)}`,
      chosenTrial(name),
    ),
  );
  const { label } = rankerSystems.listwiseRankerDistillation;
  return [...studied, entryOf(rerankedOrder, `${label}, by k-reciprocal re-ranking`, rerankedOrderTrial())];
}

function entryOf(name: string, what: string, { loss, ridge }: Trial): Entry {
  const complete = completeLossConfig(loss);
  const main = Array.isArray(complete) ? complete[0]!.loss : complete;
  const { source, use = '' } = lossRegistry.find(main.kind)!;
  return {
    name,
    what,
    source,
    use,
    facts: [
      `Loss: ${JSON.stringify(loss)}`,
      ...(ridge === undefined ? [] : [`Solved in closed form, with the ridge penalty ${ridge}.`]),
      `Options: those of ${main.kind}, set by --set loss.NAME=VALUE; see \`asym describe ${main.kind}\``,
    ],
    example: `asym train --data photos/ --method ${name}`,
  };
}
