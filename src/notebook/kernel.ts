import { createRequire } from 'node:module';

/** One output of a cell in several formats; the viewer takes the richest that it knows. */
export type MimeBundle = Record<string, unknown>;

type WriteDisplay = (
  content: { data: MimeBundle; metadata: object; transient: object },
  isUpdate: boolean,
) => void;

/**
 * The running kernel's own function for outputs. tslab exports none that takes several formats at once, so this one is
 * taken from the module that is loaded already; the version of tslab is pinned and a test executes a notebook.
 */
function writeDisplay(): WriteDisplay | undefined {
  const { cache } = createRequire(import.meta.url);
  const key = Object.keys(cache).find((path) => /[\\/]tslab[\\/]dist[\\/]jupyter\.js$/.test(path));
  return key
    ? (cache[key]!.exports as { lastWriteDisplayData?: WriteDisplay }).lastWriteDisplayData
    : undefined;
}

/** Whether the code runs in a cell of a notebook. */
export function inNotebook(): boolean {
  return writeDisplay() !== undefined;
}

/**
 * Shows an output under the cell; outside a notebook nothing happens.
 * @param id outputs of the same id replace each other when `update` is set.
 */
export function displayBundle(data: MimeBundle, id?: string, update = false): void {
  writeDisplay()?.({ data, metadata: {}, transient: id ? { display_id: id } : {} }, update);
}
