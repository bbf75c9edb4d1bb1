import type { Photo } from './drawPhoto.js';
import { lines, range, type ReplicaPlan, type ReplicaTools } from './plan.js';
import { writePickle, type Picklable } from './writePickle.js';

/**
 * Google Landmarks v2: eight clean training landmarks of five pictures; two training pictures that are not clean; an index
 * of three landmarks whose numbers are those of other landmarks in train; two queries of each usage. The table of the
 * index's landmarks is in another order than the index.
 */
export function planGoogleLandmarks(tools: ReplicaTools): ReplicaPlan {
  const photos = new Map<string, Photo>();
  const add = (part: string, thing: number) => {
    const id = tools.hexName(16);
    photos.set(`${part}/${id[0]}/${id[1]}/${id[2]}/${id}.jpg`, tools.photo(thing, id));
    return { id, thing };
  };
  const [trainThings, firstIndexThing] = [8, 20];
  const clean = tools.shuffled(range(trainThings)).map((thing) => range(5).map(() => add('train', thing)));
  const noisy = range(2).map(() => add('train', 11));
  const index = tools.shuffled(
    range(3).flatMap((i) => range(3).map(() => add('index', firstIndexThing + i))),
  );
  const test = [0, 1, 2, 0, 5, 5].map((i) => add('test', firstIndexThing + i));
  const usages = ['Public', 'Private', 'Private', 'Public', 'Ignored', 'Ignored'];
  const trainNumber = (thing: number) => 17 + thing;
  // The numbers of the index begin in the middle of those of train.
  const indexNumber = (thing: number) => 20 + thing - firstIndexThing;
  const url = (id: string) => `"http://example.org/${id}, photo.jpg"`;
  const solutions = test.map(({ id, thing }, q) => {
    const images = index.flatMap((picture) => (picture.thing === thing ? [picture.id] : []));
    return `${id},${images.length > 0 ? images.join(' ') : 'None'},${usages[q]!}`;
  });
  const all = [...clean.flat(), ...noisy];
  const trainRows = all.map(({ id, thing }) => `${id},${url(id)},${trainNumber(thing)}`);
  const cleanRows = clean.map(
    (group) => `${trainNumber(group[0]!.thing)},${group.map(({ id }) => id).join(' ')}`,
  );
  const indexRows = tools.shuffled(index).map(({ id, thing }) => `${id},${indexNumber(thing)}`);
  const recognition = test.map(({ id }, q) => `${id},${q % 2 ? '' : trainNumber(q)},${usages[q]!}`);
  return {
    lists: new Map([
      ['metadata/train.csv', lines('id,url,landmark_id', ...trainRows)],
      ['metadata/train_clean.csv', lines('landmark_id,images', ...cleanRows)],
      ['metadata/index.csv', lines('id', ...index.map(({ id }) => id))],
      ['metadata/index_image_to_landmark.csv', lines('id,landmark_id', ...indexRows)],
      ['metadata/test.csv', lines('id', ...tools.shuffled(test).map(({ id }) => id))],
      ['ground_truth/retrieval_solution_v2.1.csv', lines('id,images,Usage', ...solutions)],
      ['ground_truth/recognition_solution_v2.1.csv', lines('id,landmarks,Usage', ...recognition)],
    ]),
    photos,
    counts: { train: clean.flat().length, index: index.length, test: test.length },
  };
}

/**
 * Retrieval-SfM: eight training scenes of five pictures and three validation scenes of four, whose cluster numbers occur
 * in both parts. A query comes with several positives, and some pictures are no queries.
 */
export function planSfm(tools: ReplicaTools): ReplicaPlan {
  const photos = new Map<string, Photo>();
  const part = (scenes: number, pictures: number, firstThing: number): [Picklable, number] => {
    const items = tools.shuffled(
      range(scenes).flatMap((scene) => range(pictures).map(() => ({ scene, cid: tools.hexName(32) }))),
    );
    for (const { scene, cid } of items) {
      photos.set(
        `ims/${cid.slice(-2)}/${cid.slice(-4, -2)}/${cid.slice(-6, -4)}/${cid}`,
        tools.photo(firstThing + scene, cid),
      );
    }
    const pairs = range(scenes).flatMap((scene) => {
      const [query, ...positives] = items.flatMap((item, row) => (item.scene === scene ? [row] : []));
      return positives.slice(0, 2).map((positive) => [query!, positive]);
    });
    const content = new Map<string, Picklable>([
      ['cids', items.map(({ cid }) => cid)],
      ['cluster', items.map(({ scene }) => 100 + scene)],
      ['qidxs', pairs.map(([query]) => query!)],
      ['pidxs', pairs.map(([, positive]) => positive!)],
    ]);
    return [content, items.length];
  };
  const [train, trainCount] = part(8, 5, 0);
  const [val, valCount] = part(3, 4, 20);
  const content = new Map([
    ['train', train],
    ['val', val],
  ]);
  return {
    lists: new Map([['retrieval-SfM-120k.pkl', writePickle(content)]]),
    photos,
    counts: { train: trainCount, val: valCount },
  };
}
