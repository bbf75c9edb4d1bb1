import { combined } from './families/combined.js';
import { control } from './families/control.js';
import { features } from './families/features.js';
import { labels } from './families/labels.js';
import { map } from './families/map.js';
import { order } from './families/order.js';
import { scores } from './families/scores.js';
import { softmax } from './families/softmax.js';
import type { Family } from './family.js';
import type { Supervision } from './method.js';
import { references, type Reference } from './references.js';

/**
 * The families with the records of their methods, from the strictest demand to the freest, then mixtures and the negative
 * control. Their best known methods have the colours of Okabe and Ito (Color Universal Design, 2008), which stay apart for
 * colour-blind readers.
 */
export const families = [features, labels, scores, softmax, map, order, combined, control] as const;

/** What everything outside the list belongs to. */
const otherFamily: Family = {
  id: 'other',
  label: 'Other',
  supervision: 'gallery embeddings',
  color: '#9AA1AD',
  symbol: 'x',
  methods: {},
};

/** Every family in the order of legends, the one of everything else last. */
export const allFamilies: readonly Family[] = [...families, otherFamily];

/** The family of a method; ids without a record are placed by their spelling, if it tells, else among the others. */
export function familyOf(method: string): Family {
  const { family: id } = (references as Record<string, Reference>)[method] ?? {};
  return (
    allFamilies.find((family) => family.id === id || Object.hasOwn(family.methods, method)) ??
    // Mixtures, which stand behind what they are mixed of, are told by more of the name.
    [...allFamilies].reverse().find(({ spelling }) => spelling?.test(method)) ??
    otherFamily
  );
}

/** Where a method's demand on the query model comes from. */
export function supervisionOf(method: string): Supervision {
  const family = familyOf(method);
  return family.methods[method]?.supervision ?? family.supervision;
}
