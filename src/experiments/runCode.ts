import type { RegisteredCode } from '../base/registry/registry.js';
import { datasetRegistry } from '../datasets/datasetRegistry.js';
import { builtInLosses } from '../losses/builtInLosses.js';
import { lossKinds, type CompleteLoss } from '../losses/lossConfig.js';
import { lossRegistry } from '../losses/registry.js';
import { queryModelRegistry } from '../models/queryModelRegistry.js';
import { codeHash, type CodeHashOptions } from './codeHash.js';
import { shortHash } from './hashes.js';

/** What a configuration names that may have been registered. */
export interface NamedParts {
  dataset: string;
  query?: { kind: string };
  loss: CompleteLoss;
}

/**
 * Hash of all code that decides the numbers of a run: that of the library, see `codeHash`, and that of the registered
 * losses, query models and data sets that it uses.
 *
 * @returns `undefined` where registered code has no text, so that nobody can tell whether it has changed; told once
 */
export function runCode(parts: NamedParts, options?: CodeHashOptions): string | undefined {
  const registered = registeredParts(parts);
  if (registered.length === 0) return codeHash(lossKinds(parts.loss), options);
  const textless = registered.filter(({ code }) => code.text === undefined);
  textless.forEach(({ name }) => tellTextless(name));
  if (textless.length > 0) return undefined;
  // Registered code may call any loss of the library.
  const library = codeHash(Object.keys(builtInLosses), options);
  return shortHash([library, ...registered.map(({ name, code }) => `${name}\n${code.text}`)].join('\n'));
}

/** Stands in the place of the hash then, and is never the same. */
export function unknownCode(): string {
  return `unknown at ${new Date().toISOString()}`;
}

function registeredParts({ dataset, query, loss }: NamedParts): { name: string; code: RegisteredCode }[] {
  const found: [string, RegisteredCode | undefined][] = [
    [`data set ${dataset}`, datasetRegistry.codeOf(dataset)],
    [`query model ${query?.kind}`, query && queryModelRegistry.codeOf(query.kind)],
    ...lossKinds(loss).map((kind): [string, RegisteredCode | undefined] => [
      `loss ${kind}`,
      lossRegistry.codeOf(kind),
    ]),
  ];
  return found.flatMap(([name, code]) => (code ? [{ name, code }] : []));
}

const told = new Set<string>();

function tellTextless(name: string): void {
  if (told.has(name)) return;
  told.add(name);
  console.warn(
    `Runs with the ${name} are not kept: it was registered with native or bound functions or an instance of a class, whose code has no text. Write it as functions of a plain object, or in a plugin file.`,
  );
}
