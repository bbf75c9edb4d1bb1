/** Points of a training loss that are kept. */
const lossPoints = 100;

/** The loss of every so many steps, at most 100 of them. @param losses of every step */
export function lossCurve(losses: readonly number[]): { step: number; loss: number }[] {
  const every = Math.ceil(losses.length / lossPoints);
  return losses
    .map((value, n) => ({ step: n + 1, loss: Number(value.toPrecision(5)) }))
    .filter((_, n) => n % every === 0);
}
