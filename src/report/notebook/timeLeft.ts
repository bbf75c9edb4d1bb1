/** Seconds and updates over which the pace is taken: work speeds up and slows down, and waits for what it needs. */
const window = { seconds: 60, updates: 10 };
/** Seconds between two kept updates. */
const apart = 0.25;
/** Before so many seconds the pace is not known, and before so many only where a share of what is left is done. */
const [least, enough, share] = [1, 10, 0.01];

interface Update {
  seconds: number;
  /** Units that were worked on, which those that were there before are not. */
  worked: number;
}

/**
 * Estimates how long work still takes, from the pace of what was done since it was first asked; nothing while that is too
 * little to tell. What was there before has no pace: it is neither counted nor extrapolated.
 */
export function timeLeft(): (state: {
  done: number;
  total: number;
  reused: number;
  seconds: number;
}) => number | undefined {
  const updates: Update[] = [];
  return ({ done, total, reused, seconds }) => {
    const worked = done - reused;
    const newest = updates.at(-1);
    if (!newest || seconds - newest.seconds >= apart) updates.push({ seconds, worked });
    while (updates.length > window.updates && seconds - updates[1]!.seconds >= window.seconds)
      updates.shift();
    const first = updates[0]!;
    const [time, units] = [seconds - first.seconds, worked - first.worked];
    if (time < least || units <= 0) return undefined;
    if (time < enough && units / (units + total - done) < share) return undefined;
    return (time / units) * (total - done);
  };
}
