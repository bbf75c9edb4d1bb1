import type { Photo } from './drawPhoto.js';
import { lines, range, type ReplicaPlan, type ReplicaTools } from './plan.js';

/** In-Shop: ten training items of four pictures; four others with one or two queries and two gallery pictures each. */
export function planInShop(tools: ReplicaTools): ReplicaPlan {
  const photos = new Map<string, Photo>();
  const kinds = ['WOMEN/Dresses', 'MEN/Tees_Tanks'];
  const views = ['1_front', '2_side', '3_back', '4_full'];
  const rowsOf = (item: number, statuses: string[]): string[] =>
    statuses.map((status, i) => {
      const id = `id_${String(item + 1).padStart(8, '0')}`;
      const path = `img/${kinds[item % 2]!}/${id}/02_${views[i]!}.jpg`;
      photos.set(`Img/${path}`, tools.photo(item, path));
      return `${path.padEnd(62)} ${id}     ${status}`;
    });
  const tested = range(4).map((i) => ['query', 'gallery', 'gallery', ...(i % 2 ? ['query'] : [])]);
  const rows = tools.shuffled([
    ...range(10).flatMap((item) => rowsOf(item, ['train', 'train', 'train', 'train'])),
    ...tested.flatMap((statuses, i) => rowsOf(20 + i, statuses)),
  ]);
  const header =
    'image_name                                                     item_id         evaluation_status';
  return {
    lists: new Map([['Eval/list_eval_partition.txt', lines(String(rows.length), header, ...rows)]]),
    photos,
    counts: { train: 40, query: 6, gallery: 8 },
  };
}

/** Stanford Online Products: ten classes of four pictures in one list and four of three in the other. */
export function planProducts(tools: ReplicaTools): ReplicaPlan {
  const photos = new Map<string, Photo>();
  const categories = ['bicycle', 'cabinet', 'kettle'];
  let imageId = 0;
  const rowsOf = (firstClass: number, classes: number, pictures: number): string[] =>
    range(classes).flatMap((i) => {
      const classId = firstClass + i;
      const superClass = classId % categories.length;
      const item = `1110${String(tools.random.integer(100_000_000)).padStart(8, '0')}`;
      return range(pictures).map((number) => {
        const path = `${categories[superClass]!}_final/${item}_${number}.JPG`;
        photos.set(path, tools.photo(classId, path));
        return `${++imageId} ${classId} ${superClass + 1} ${path}`;
      });
    });
  const [train, test] = [rowsOf(1, 10, 4), rowsOf(11, 4, 3)];
  const header = 'image_id class_id super_class_id path';
  return {
    lists: new Map([
      ['Ebay_train.txt', lines(header, ...train)],
      ['Ebay_test.txt', lines(header, ...test)],
      ['Ebay_info.txt', lines(header, ...train, ...test)],
    ]),
    photos,
    counts: { train: train.length, test: test.length },
  };
}

/** CUB-200-2011: twelve classes of five pictures; three of each are training pictures of the owners' split. */
export function planBirds(tools: ReplicaTools): ReplicaPlan {
  const photos = new Map<string, Photo>();
  const classes = range(12).map((i) => `${String(i + 1).padStart(3, '0')}.Striped_Bird_${i + 1}`);
  const birds = classes.flatMap((className, thing) =>
    tools.shuffled([1, 1, 1, 0, 0]).map((isTraining, i) => {
      const path = `${className}/${className.slice(4)}_${String(i + 1).padStart(4, '0')}_${tools.random.integer(200_000)}.jpg`;
      photos.set(`images/${path}`, tools.photo(thing, path));
      return { path, classId: thing + 1, isTraining };
    }),
  );
  const numbered = (of: (bird: (typeof birds)[number]) => string | number) =>
    lines(...birds.map((bird, i) => `${i + 1} ${of(bird)}`));
  return {
    lists: new Map([
      ['images.txt', numbered(({ path }) => path)],
      ['image_class_labels.txt', numbered(({ classId }) => classId)],
      ['train_test_split.txt', numbered(({ isTraining }) => isTraining)],
      ['classes.txt', lines(...classes.map((className, i) => `${i + 1} ${className}`))],
    ]),
    photos,
    counts: { train: 36, test: 24 },
  };
}
