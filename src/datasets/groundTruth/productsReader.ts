import { ProblemList } from '../../base/problems/problem.js';
import { RetrievalError } from '../../errors.js';
import { identityGroundTruth } from './identityGroundTruth.js';
import { fetchAgain, readLines, type ListLine } from './readLines.js';
import { throwProblems } from '../../base/problems/throwProblems.js';
import type { IdentityGroundTruth, ProductPicture } from './types.js';

const columns = ['image_id', 'class_id', 'super_class_id', 'path'];

/**
 * Reads `Ebay_train.txt` or `Ebay_test.txt` of Stanford Online Products (Song et al. 2016): a line with the names of the
 * columns, then one picture per line.
 *
 * @throws RetrievalError naming every line that is wrong.
 */
export async function readProductsList(file: string): Promise<ProductPicture[]> {
  const [header, ...lines] = (await readLines(file)) as [ListLine, ...ListLine[]];
  if (header.words.join(' ') !== columns.join(' ') || lines.length === 0) {
    throw new RetrievalError({
      what: 'This is not a list of Stanford Online Products',
      where: header.where,
      expected: `a line "${columns.join(' ')}", then pictures`,
      found: JSON.stringify(header.text.slice(0, 120)),
      fix: 'give it Ebay_train.txt or Ebay_test.txt',
    });
  }
  const problems = new ProblemList();
  const seen = new Set<string>();
  for (const { where, text, words } of lines) {
    const isWhole = words.length === 4 && words.slice(0, 3).every((word) => /^\d{1,9}$/.test(word));
    if (isWhole && seen.size !== seen.add(words[3]!).size) continue;
    problems.error({
      what: isWhole ? 'A picture is listed twice' : 'A line of the list is wrong',
      where,
      expected: 'three numbers and a path',
      found: JSON.stringify(text.slice(0, 120)),
      fix: fetchAgain,
    });
  }
  throwProblems(problems, file);
  return lines.map(({ words }) => {
    const [imageId, classId, superClassId] = words.map(Number) as [number, number, number];
    return { path: words[3]!, imageId, classId, superClassId };
  });
}

/** Every picture searches all others; it is left out of its own ranking. */
export function productsGroundTruth(pictures: readonly ProductPicture[]): IdentityGroundTruth {
  const all = pictures.map(({ path, classId }) => ({ id: path, identity: String(classId) }));
  return identityGroundTruth(all, all);
}
