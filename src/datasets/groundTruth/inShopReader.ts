import { ProblemList } from '../../base/problems/problem.js';
import { RetrievalError } from '../../errors.js';
import { identityGroundTruth } from './identityGroundTruth.js';
import { fetchAgain, readLines, type ListLine } from './readLines.js';
import { throwProblems } from '../../base/problems/throwProblems.js';
import type { IdentityGroundTruth, InShopPicture } from './types.js';

const columns = ['image_name', 'item_id', 'evaluation_status'];
const statuses: readonly string[] = ['train', 'query', 'gallery'] satisfies InShopPicture['status'][];

/**
 * Reads `list_eval_partition.txt` of In-Shop (Liu et al. 2016, DeepFashion): the number of pictures, a line with the
 * names of the columns, then one picture per line.
 *
 * @throws RetrievalError naming every line that is wrong, and for a number of lines other than the announced one.
 */
export async function readInShopPartition(file: string): Promise<InShopPicture[]> {
  const [count, header, ...lines] = (await readLines(file)) as [ListLine, ListLine?, ...ListLine[]];
  if (!/^\d+$/.test(count.text) || header?.words.join(' ') !== columns.join(' ')) {
    throw new RetrievalError({
      what: 'This is not the list of In-Shop',
      where: count.where,
      expected: `the number of pictures, then a line "${columns.join(' ')}"`,
      found: JSON.stringify(`${count.text} / ${header?.text ?? ''}`.slice(0, 120)),
      fix: 'give it Eval/list_eval_partition.txt',
    });
  }
  const problems = new ProblemList();
  const seen = new Set<string>();
  for (const { where, text, words } of lines) {
    const [path = '', , status = ''] = words;
    const isWhole = words.length === 3 && statuses.includes(status);
    if (isWhole && seen.size !== seen.add(path).size) continue;
    problems.error({
      what: isWhole ? 'A picture is listed twice' : 'A line of the list is wrong',
      where,
      expected: `a path, an item and one of ${statuses.join(', ')}`,
      found: JSON.stringify(text.slice(0, 120)),
      fix: fetchAgain,
    });
  }
  if (lines.length !== Number(count.text)) {
    const [expected, found] = [`${count.text} pictures`, `${lines.length}`];
    problems.error({ what: 'The list is not complete', where: file, expected, found, fix: fetchAgain });
  }
  throwProblems(problems, file);
  return lines.map(({ words }) => {
    const [path, item, status] = words as [string, string, InShopPicture['status']];
    return { path, item, status };
  });
}

/** Queries and gallery of In-Shop; they share no picture, so nothing is left out of a ranking. */
export function inShopGroundTruth(pictures: readonly InShopPicture[]): IdentityGroundTruth {
  const withStatus = (status: InShopPicture['status']) =>
    pictures
      .filter((picture) => picture.status === status)
      .map(({ path, item }) => ({ id: path, identity: item }));
  return identityGroundTruth(withStatus('query'), withStatus('gallery'));
}
