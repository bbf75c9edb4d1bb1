import { openIndex } from '../../../galleryIndex/openIndex.js';
import { interruption } from '../../interruption.js';
import { printJson } from '../../output.js';
import { describeIndex, indexAsJson } from '../describeIndex.js';

/** Opens an index, which holds its files against their checksums, and says what it is. */
export async function run({ index: folder, json }: { index: string; json: boolean }): Promise<void> {
  const index = await openIndex(folder, interruption());
  const bytes = await index.bytes().finally(() => index.close());
  const record = index.record();
  const files = Object.keys(record.files).length;
  if (json) return printJson({ index: folder, ...indexAsJson(record), bytes, files });
  console.log(`${folder}: ${describeIndex(record, bytes)}`);
  console.log(`Engine: ${JSON.stringify(record.engine)}`);
  if (record.removed > 0) console.log(`Removed: ${record.removed}; building it again gives their room back`);
  console.log(`Files: ${files}, all as they were written; saved ${record.savedAt}`);
}
