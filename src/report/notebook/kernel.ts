import { createRequire } from 'node:module';

/** One output of a cell in several formats; a viewer shows the richest one that it knows. */
export type MimeBundle = Record<string, unknown>;

interface KernelDisplay {
  lastWriteDisplayData: ((message: DisplayMessage, update: boolean) => void) | null;
}

interface DisplayMessage {
  data: MimeBundle;
  metadata: Record<string, never>;
  transient: { display_id?: string };
}

/** Whether this code runs in the TypeScript kernel of a notebook. */
export function inNotebook(): boolean {
  return writer() !== undefined;
}

/**
 * Sends one output with several formats to the notebook; does nothing outside one.
 * @param displayId with the id of an earlier output and `update`, that output is replaced.
 */
export function displayBundle(data: MimeBundle, displayId?: string, update = false): void {
  writer()?.({ data, metadata: {}, transient: displayId ? { display_id: displayId } : {} }, update);
}

/** The kernel's own function, found in the running instance: its public functions send one format at a time. */
function writer(): KernelDisplay['lastWriteDisplayData'] | undefined {
  const { cache } = createRequire(import.meta.url);
  const file = Object.keys(cache).find((name) => /[\\/]tslab[\\/]dist[\\/]jupyter\.js$/.test(name));
  const kernel = file === undefined ? undefined : (cache[file]?.exports as KernelDisplay | undefined);
  return kernel?.lastWriteDisplayData ?? undefined;
}
