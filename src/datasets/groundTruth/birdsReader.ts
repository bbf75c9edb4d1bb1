import { ProblemList } from '../../base/problems/problem.js';
import { safeJoin } from '../../base/files/safeJoin.js';
import { identityGroundTruth } from './identityGroundTruth.js';
import { fetchAgain, readLines } from './readLines.js';
import { throwProblems } from '../../base/problems/throwProblems.js';
import type { BirdPicture, IdentityGroundTruth } from './types.js';

/**
 * Which pictures of CUB-200-2011 are tested: `unseen-classes`, the last half of the classes, as metric learning does
 * (Song et al. 2016), or `official`, the owners' test split for classification, whose classes were trained on.
 */
export type BirdSplit = 'unseen-classes' | 'official';

/**
 * Reads the lists of CUB-200-2011 (Wah et al. 2011): `images.txt`, `image_class_labels.txt`, `train_test_split.txt` and
 * `classes.txt`, each with a number and a value per line.
 *
 * @param folder holds the four lists
 * @throws RetrievalError naming every line that is wrong and every picture that one list has and another lacks.
 */
export async function readBirdsLists(folder: string): Promise<BirdPicture[]> {
  const problems = new ProblemList();
  const read = (name: string, value: RegExp) => readPairs(safeJoin(folder, name), value, problems);
  const [paths, labels, splits, classes] = await Promise.all([
    read('images.txt', /./),
    read('image_class_labels.txt', /^\d{1,6}$/),
    read('train_test_split.txt', /^[01]$/),
    read('classes.txt', /./),
  ]);
  const pictures = Array.from(paths, ([imageId, path]): BirdPicture => {
    const [label, split] = [labels.get(imageId), splits.get(imageId)];
    const className = classes.get(Number(label));
    if (label === undefined || split === undefined || className === undefined) {
      problems.error({
        what: 'A picture is not in every list',
        where: `${folder}, picture ${imageId} (${path})`,
        expected: 'a line in image_class_labels.txt and train_test_split.txt, its class in classes.txt',
        found: `class ${label ?? 'missing'} (${className ?? 'without a name'}), split ${split ?? 'missing'}`,
        fix: fetchAgain,
      });
    }
    return { path, imageId, classId: Number(label), className: className ?? '', isTraining: split === '1' };
  });
  throwProblems(problems, folder);
  return pictures;
}

/** Every tested picture searches all others; it is left out of its own ranking. */
export function birdsGroundTruth(
  pictures: readonly BirdPicture[],
  split: BirdSplit = 'unseen-classes',
): IdentityGroundTruth {
  const trained = birdClassesTrained(pictures);
  const isTested = (picture: BirdPicture) =>
    split === 'official' ? !picture.isTraining : !trained.has(picture.classId);
  const tested = pictures
    .filter(isTested)
    .map(({ path, classId }) => ({ id: path, identity: String(classId) }));
  return identityGroundTruth(tested, tested);
}

/** The first half of the classes, which metric learning trains on. */
export function birdClassesTrained(pictures: readonly BirdPicture[]): Set<number> {
  const classes = [...new Set(pictures.map(({ classId }) => classId))].sort((a, b) => a - b);
  return new Set(classes.slice(0, Math.ceil(classes.length / 2)));
}

async function readPairs(file: string, value: RegExp, problems: ProblemList): Promise<Map<number, string>> {
  const pairs = new Map<number, string>();
  for (const { where, text, words } of await readLines(file)) {
    const [key = '', word = ''] = words;
    const isWhole = words.length === 2 && /^\d{1,9}$/.test(key) && value.test(word);
    if (isWhole && !pairs.has(Number(key))) {
      pairs.set(Number(key), word);
      continue;
    }
    problems.error({
      what: isWhole ? 'A number comes twice' : 'A line of the list is wrong',
      where,
      expected: 'a number and a value, every number once',
      found: JSON.stringify(text.slice(0, 120)),
      fix: fetchAgain,
    });
  }
  return pairs;
}
