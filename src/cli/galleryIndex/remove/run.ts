import { readingData, RetrievalError } from '../../../errors.js';
import { removeFromIndex } from '../../../galleryIndex/changeIndex.js';
import { readIdsFile } from '../../../vectors/names/nameLists.js';
import { interruption } from '../../interruption.js';
import { printJson } from '../../output.js';
import { indexAsJson } from '../describeIndex.js';

/** Ids that are printed one by one. */
const named = 10;

/** Takes vectors out of an index. */
export async function run(
  given: string[],
  { index: folder, ids: file, json }: { index: string; ids?: string; json: boolean },
): Promise<void> {
  const listed = file === undefined ? [] : await readingData(() => readIdsFile(file));
  const ids = [...new Set([...given, ...listed])];
  if (ids.length === 0) {
    throw new RetrievalError({
      what: 'It is not said what to remove',
      expected: 'ids, or --ids with a file of them',
      found: 'none',
      kind: 'usage',
    });
  }
  const { record, removed, unknown } = await removeFromIndex(folder, ids, { signal: interruption() });
  if (json) return printJson({ index: folder, ...indexAsJson(record), taken: removed, unknown });
  console.log(`${folder}: ${removed} vectors removed, ${record.rows - record.removed} left`);
  if (unknown.length > 0) {
    const shown = unknown.slice(0, named).join(', ');
    console.log(`Not in the index: ${unknown.length}${unknown.length > named ? ', such as' : ':'} ${shown}`);
  }
}
