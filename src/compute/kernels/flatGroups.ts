import * as tf from '@tensorflow/tfjs-core';
import { RetrievalError } from '../../errors.js';

/** Places of tensors in a list that are taken for one long vector. */
export type Members = readonly number[];

/** The groups, with every one of so many places that is in none of them alone in a group before. */
export function withAlone(count: number, groups: readonly Members[]): Members[] {
  const grouped = new Set(groups.flat());
  const alone = Array.from({ length: count }, (_, n) => [n]).filter(([n]) => !grouped.has(n!));
  return [...alone, ...groups];
}

/** The members of a group. */
export function membersOf<Value>(all: readonly Value[], members: Members): Value[] {
  return members.map((n) => all[n]!);
}

/** Shape of a group as one tensor. */
export function flatShape(variables: readonly tf.Tensor[], members: Members): number[] {
  const [first, ...others] = membersOf(variables, members);
  return others.length === 0 ? first!.shape : [others.reduce((sum, { size }) => sum + size, first!.size)];
}

/** The tensors' numbers one after the other; a single tensor as it is. */
export function joined(tensors: readonly tf.Tensor[]): tf.Tensor {
  return tensors.length === 1 ? tensors[0]! : tf.concat(tensors.map((tensor) => tf.reshape(tensor, [-1])));
}

/** Undoes `joined`: tensors of the shapes of these. */
export function parted(tensor: tf.Tensor, like: readonly tf.Tensor[]): tf.Tensor[] {
  if (like.length === 1) return [tensor];
  const parts = tf.split(
    tensor,
    like.map(({ size }) => size),
  );
  return parts.map((part, n) => tf.reshape(part, like[n]!.shape));
}

/** Tensors that hold the variables' numbers by some groups, as those that hold them by others. */
export function regrouped(
  tensors: readonly tf.Tensor[],
  from: readonly Members[],
  to: readonly Members[],
  variables: readonly tf.Tensor[],
): tf.Tensor[] {
  const single: tf.Tensor[] = [];
  from.forEach((members, n) => {
    const parts = parted(tensors[n]!, membersOf(variables, members));
    members.forEach((place, m) => (single[place] = parts[m]!));
  });
  return to.map((members) => joined(membersOf(single, members)));
}

/**
 * A group's gradients as one; undefined where no member has one.
 * @throws RetrievalError where some of them have none, by name.
 */
export function joinedGradients(
  gradients: readonly (tf.Tensor | undefined)[],
  variables: readonly tf.Variable[],
  members: Members,
): tf.Tensor | undefined {
  const given = members.flatMap((n) => gradients[n] ?? []);
  if (given.length === 0) return undefined;
  if (given.length === members.length) return joined(given);
  const without = members.filter((n) => !gradients[n]).map((n) => variables[n]!.name);
  throw new RetrievalError({
    what: 'A step gives no gradient of some variables, which a repeatable model and loss promise at every step',
    where: without.join(', '),
    fix: 'leave `isRepeatable` out of the model or the loss that has them',
  });
}

/** Gives the variables of a group their new numbers. */
export function assignParts(value: tf.Tensor, variables: readonly tf.Variable[], members: Members): void {
  const own = membersOf(variables, members);
  parted(value, own).forEach((part, m) => own[m]!.assign(part));
}
