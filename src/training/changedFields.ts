/** Fields that are named; more of them are counted. */
const most = 5;

/** In what one configuration was another than this: `training.epochs 4 (now 6)`. */
export function changedFields(before: object, now: object): string[] {
  const [old, present] = [leavesOf(before), leavesOf(now)];
  const changed = [...new Set([...old.keys(), ...present.keys()])].filter(
    (field) => old.get(field) !== present.get(field),
  );
  const words = changed
    .slice(0, most)
    .map((field) => `${field} ${old.get(field) ?? 'not given'} (now ${present.get(field) ?? 'not given'})`);
  return changed.length > most ? [...words, `${changed.length - most} other changes`] : words;
}

/** Every value by its path, as JSON. */
function leavesOf(value: object, path = ''): Map<string, string> {
  const leaves = new Map<string, string>();
  for (const [key, part] of Object.entries(value) as [string, unknown][]) {
    const field = path ? `${path}.${key}` : key;
    if (part === undefined) continue;
    if (typeof part === 'object' && part !== null) leavesOf(part, field).forEach((v, k) => leaves.set(k, v));
    else leaves.set(field, JSON.stringify(part));
  }
  return leaves;
}
