import { families } from './families.js';
import type { Method, Trial } from './method.js';

type Records = (typeof families)[number]['methods'];
type IdsOf<Group> = Group extends unknown ? keyof Group : never;

/** Id of a method: the name of its record. */
export type MethodId = IdsOf<Records>;

/** The record of every method, family by family. */
export const methods = Object.assign({}, ...families.map((family) => family.methods)) as Readonly<
  Record<MethodId, Method>
>;

export const methodIds = Object.keys(methods) as MethodId[];

/** Whether a text is the id of a method. */
export const isMethodId = (id: string): id is MethodId => Object.hasOwn(methods, id);

/** A method as the validation classes set it. */
export function chosenTrial(id: MethodId): Trial {
  const { trials, chosen } = methods[id];
  return trials[chosen]!;
}
