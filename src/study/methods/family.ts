import type { Look } from '../../report/plots/look.js';
import type { Method, Supervision } from './method.js';

export type FamilyId =
  'features' | 'labels' | 'scores' | 'softmax' | 'map' | 'order' | 'combined' | 'control' | 'other';

/**
 * Methods that ask the same of the query model, in the order of legends. The label says what the query model has to
 * reproduce; colour and marker stand for the family where it is drawn as one, its methods keep to its hue.
 */
export interface Family extends Look {
  id: FamilyId;
  /** Where the demand of the main loss comes from; the share of feature regression beside it is not counted. */
  supervision: Supervision;
  methods: Readonly<Record<string, Method>>;
  /** How ids are spelt that belong here though no record has them, such as those of one's own losses. */
  spelling?: RegExp;
}
