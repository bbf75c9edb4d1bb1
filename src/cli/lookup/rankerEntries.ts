import { schemasAt } from '../../base/config/schemasAt.js';
import type { Described } from '../../base/registry/described.js';
import { rankerConfigSchema } from '../../rankers/rankerConfig.js';
import { rankerWords } from '../../rankers/rankerWords.js';
import type { Entry } from './entry.js';

/** The rankers, each with the options of its form. */
export function rankerEntries(): Entry[] {
  return Object.entries<Described>(rankerWords).map(
    ([kind, { example, what = '', source = '', use = '' }]) => {
      const [schema] = schemasAt(rankerConfigSchema, [], { kind });
      const ranker = { kind, ...example };
      const neighbours = JSON.stringify({ from: 'ranker', count: 50, ranker });
      const recipe = example ? `'${JSON.stringify(ranker)}'` : kind;
      return {
        name: kind,
        what,
        source,
        use,
        ...(schema && { schema }),
        facts: [`A training goes by its lists with --set 'loss.neighbours=${neighbours}'`],
        example: `asym rank photos/ --ranker ${recipe} --out lists.jsonl`,
      };
    },
  );
}
