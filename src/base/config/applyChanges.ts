import { RetrievalError } from '../../errors.js';

type Container = Record<string, unknown>;

/**
 * A copy of a configuration with some values set, as `--set a.b=c` writes them. Values are JSON where they can be read as
 * JSON and text otherwise; numbers in a key count list items from 0. Whether a key is known, the schema decides afterwards.
 *
 * @throws RetrievalError (usage) for what is not `key=value`, and for keys that lead into a value that holds no others.
 */
export function applyChanges(config: object, changes: readonly string[]): Record<string, unknown> {
  const changed = structuredClone(config) as Container;
  for (const change of changes) {
    const [key, text] = change.split(/=(.*)/s);
    const names = key!.trim().split('.');
    if (text === undefined || names.some((name) => name === '')) throw notAChange(change, 'key=value');
    const last = names.pop()!;
    let part = changed;
    for (const name of names) part = inner(part, name, change);
    checkKey(part, last, change);
    part[last] = valueOf(text);
  }
  return changed;
}

function inner(part: Container, name: string, change: string): Container {
  checkKey(part, name, change);
  const next = (part[name] ??= {});
  if (typeof next === 'object') return next as Container;
  throw notAChange(change, `an object or a list as ${name}; it is ${JSON.stringify(next)}`);
}

function checkKey(part: Container, name: string, change: string): void {
  if (Array.isArray(part)) {
    if (/^\d+$/.test(name) && Number(name) <= part.length) return;
    throw notAChange(
      change,
      `the number of an item from 0 to ${part.length} instead of ${JSON.stringify(name)}`,
    );
  }
  // Inherited names would reach beyond the configuration.
  if (name in Object.prototype) throw notAChange(change, `another key than ${JSON.stringify(name)}`);
}

function valueOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function notAChange(change: string, expected: string): RetrievalError {
  return new RetrievalError({
    what: 'A change of the configuration is not valid',
    where: '--set',
    expected: `${expected}, for example training.epochs=5`,
    found: change,
    kind: 'usage',
  });
}
