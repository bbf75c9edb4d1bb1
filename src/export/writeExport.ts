import { onFiles } from '../base/files/fileSystemError.js';
import { replaceTogether } from '../base/files/replaceTogether.js';
import { cardMarkdown } from './cardMarkdown.js';
import type { ExportedFiles } from './exportedFiles.js';
import type { ExportedModel } from './exportedModel.js';
import type { ModelCard } from './modelCard.js';

/** Names of the card's files in an export. */
export const cardFiles = { text: 'README.md', data: 'model-card.json' } as const;

/** What the files of an export are called as those that are replaced together. */
export const exportGroup = 'export';

/**
 * Writes exported models, each to its folder, with their card: all of them or none.
 * @throws RetrievalError for what the disk refuses.
 */
export async function writeExport(
  out: string,
  card: ModelCard,
  written: readonly { exported: Pick<ExportedModel, 'folder'>; files: ExportedFiles }[],
): Promise<void> {
  const models = written.flatMap(({ exported, files }) =>
    [...files].map(([name, bytes]): [string, Uint8Array] => [`${exported.folder}/${name}`, bytes]),
  );
  const files = new Map<string, string | Uint8Array>([
    ...models,
    [cardFiles.data, `${JSON.stringify(card, null, 1)}\n`],
    [cardFiles.text, cardMarkdown(card)],
  ]);
  await onFiles({ doing: 'Writing the exported models', where: out }, () =>
    replaceTogether(out, exportGroup, files),
  );
}
