import { RetrievalError } from '../../errors.js';
import { loadingPlugin } from './loadingPlugin.js';
import { stableText } from './stableText.js';

declare enum Registered {
  name = 'the name of a registered definition',
}
/** Stands for the names that are registered, which no compiler can know, beside literals that it can tell apart. */
export type RegisteredName = Registered.name;

/** The code of a registered definition. */
export interface RegisteredCode {
  /** Changes with the code; missing where the code has no text, see `stableText`. */
  text?: string | undefined;
  /** Plugin that registered it. */
  file?: string | undefined;
  /** Counts how often the code under the name has changed. */
  revision: number;
}

/** Definitions by name: the library's own, and those that a notebook, a program or a plugin registers. */
export interface Registry<Definition> {
  /** The library's own come first. */
  names(): string[];
  find(name: unknown): Definition | undefined;
  /** The code of a registered definition; `undefined` for the library's own. */
  codeOf(name: string): RegisteredCode | undefined;
  /**
   * Makes a definition known; one that was registered before under the name is replaced.
   * @throws RetrievalError (usage) for a name of the library's own, for one that belongs to another plugin, and for a
   *   definition that makes nothing.
   */
  register(name: string, definition: Definition): void;
}

/**
 * @param what one entry, for errors, such as `loss`
 * @param makers functions of a definition, of which it must have one
 */
export function createRegistry<Definition extends object>(
  what: string,
  builtIn: Readonly<Record<string, Definition>>,
  makers: readonly string[],
): Registry<Definition> {
  const definitions = new Map(Object.entries(builtIn));
  const codes = new Map<string, RegisteredCode>();
  return {
    names: () => [...definitions.keys()],
    find: (name) => definitions.get(name as string),
    codeOf: (name) => codes.get(name),
    register(name, definition) {
      const plugin = loadingPlugin();
      const before = codes.get(name);
      if (definitions.has(name) && !before) throw taken(what, name, 'the library has its own');
      if (before && before.file !== plugin?.file) {
        throw taken(
          what,
          name,
          before.file ? `${before.file} registers it` : 'it was registered by no plugin',
        );
      }
      const parts = definition as Record<string, unknown>;
      if (!makers.some((maker) => typeof parts[maker] === 'function')) throw makesNothing(what, name, makers);
      const text = plugin?.text ?? stableText(definition);
      const isSame = text !== undefined && text === before?.text;
      definitions.set(name, definition);
      codes.set(name, { text, file: plugin?.file, revision: (before?.revision ?? 0) + (isSame ? 0 : 1) });
      plugin?.registered.push(`${what} ${name}`);
    },
  };
}

function taken(what: string, name: string, found: string): RetrievalError {
  return new RetrievalError({
    what: `The name of the ${what} is taken`,
    where: place(name),
    expected: `a name that no other ${what} has`,
    found,
    fix: 'choose another one',
    kind: 'usage',
  });
}

function makesNothing(what: string, name: string, makers: readonly string[]): RetrievalError {
  return new RetrievalError({
    what: `The definition of the ${what} makes nothing`,
    where: place(name),
    expected: `a function ${makers.join(' or ')}`,
    found: 'none',
    kind: 'usage',
  });
}

function place(name: string): string {
  return [name, loadingPlugin()?.file].filter(Boolean).join(', in ');
}
