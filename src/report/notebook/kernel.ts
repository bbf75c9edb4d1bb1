import { createRequire } from 'node:module';

/** One output of a cell in several formats; a viewer shows the richest one that it knows. */
export type MimeBundle = Record<string, unknown>;

interface KernelDisplay {
  lastWriteDisplayData: ((message: DisplayMessage, update: boolean) => void) | null;
}

interface DisplayMessage {
  data: MimeBundle;
  metadata: Record<string, { alt: string }>;
  transient: { display_id?: string };
}

/** Whether this code runs in the TypeScript kernel of a notebook. */
export function inNotebook(): boolean {
  return writer() !== undefined;
}

/**
 * Sends one output with several formats to the notebook; does nothing outside one. The plain text is the alternative text
 * of pictures: VS Code takes it as it is, nbconvert and Sphinx from the metadata of the picture.
 * @param displayId with the id of an earlier output and `update`, that output is replaced.
 */
export function displayBundle(data: MimeBundle, displayId?: string, update = false): void {
  writer()?.(
    { data, metadata: metadataOf(data), transient: displayId ? { display_id: displayId } : {} },
    update,
  );
}

function metadataOf(data: MimeBundle): DisplayMessage['metadata'] {
  const alt = data['text/plain'];
  if (typeof alt !== 'string') return {};
  const pictures = Object.keys(data).filter((type) => type.startsWith('image/'));
  return Object.fromEntries(pictures.map((type) => [type, { alt }]));
}

/** The kernel's own function, found in the running instance: its public functions send one format at a time. */
function writer(): KernelDisplay['lastWriteDisplayData'] | undefined {
  const { cache } = createRequire(import.meta.url);
  const file = Object.keys(cache).find((name) => /[\\/]tslab[\\/]dist[\\/]jupyter\.js$/.test(name));
  const kernel = file === undefined ? undefined : (cache[file]?.exports as KernelDisplay | undefined);
  return kernel?.lastWriteDisplayData ?? undefined;
}
