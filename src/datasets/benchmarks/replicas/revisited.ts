import type { Photo } from './drawPhoto.js';
import { lines, range, type ReplicaPlan, type ReplicaTools } from './plan.js';
import { writePickle, type Picklable } from './writePickle.js';

const landmarks = {
  roxford5k: ['all_souls', 'christ_church', 'magdalen'],
  rparis6k: ['paris_defense', 'paris_louvre', 'paris_moulinrouge'],
};

/**
 * Three landmarks of five pictures, of which two are easy, two hard and one junk, and three pictures of nothing. The first
 * query has no hard picture, the last one nothing but junk. A query fills a part of its photo; around it is another
 * landmark, so that an uncropped query finds the wrong pictures.
 */
export function planRevisited(name: 'roxford5k' | 'rparis6k', tools: ReplicaTools): ReplicaPlan {
  const names = landmarks[name];
  const number = () => String(tools.random.integer(1_000_000)).padStart(6, '0');
  const gallery = tools.shuffled([
    ...names.flatMap((landmark, thing) =>
      (['easy', 'easy', 'hard', 'hard', 'junk'] as const).map((kind) => ({ landmark, thing, kind })),
    ),
    ...range(3).map((i) => ({ landmark: names[0]!, thing: names.length + i, kind: 'none' as const })),
  ]);
  const galleryNames = gallery.map(({ landmark }, row) => `${landmark}_${number()}${row}`);
  const photos = new Map<string, Photo>();
  gallery.forEach(({ thing }, row) => {
    const path = `jpg/${galleryNames[row]!}.jpg`;
    photos.set(path, tools.photo(thing, path));
  });
  const queryThings = [0, 1, 2, 2, 0];
  const queryNames = queryThings.map((thing, q) => `${names[thing]!}_${number()}q${q}`);
  const truths = queryThings.map((thing, q): Picklable => {
    const path = `jpg/${queryNames[q]!}.jpg`;
    const photo = tools.photo(thing, path);
    const [left, top] = [7.5 + q, 6];
    const box = [left, top, left + photo.width * 0.45, top + photo.height * 0.5] as const;
    photos.set(path, { ...photo, box, surroundings: (thing + 1) % names.length });
    const rows = (wanted: string) =>
      gallery.flatMap((picture, row) => (picture.thing === thing && picture.kind === wanted ? [row] : []));
    const isJunkOnly = q === queryThings.length - 1;
    return new Map<string, Picklable>([
      ['bbx', [...box]],
      ['easy', isJunkOnly ? [] : q === 0 ? [...rows('easy'), ...rows('hard')] : rows('easy')],
      ['hard', isJunkOnly || q === 0 ? [] : rows('hard')],
      ['junk', rows('junk')],
    ]);
  });
  const content = new Map<string, Picklable>([
    ['gnd', truths],
    ['imlist', galleryNames],
    ['qimlist', queryNames],
  ]);
  return {
    lists: new Map([[`gnd_${name}.pkl`, writePickle(content)]]),
    photos,
    counts: { gallery: gallery.length, query: queryNames.length },
  };
}

/** Twelve pictures of things that are in neither of the two benchmarks; lines with and without folders. */
export function planDistractors(tools: ReplicaTools): ReplicaPlan {
  const files = range(12).map((i) =>
    i % 2 ? `${i % 5}/${tools.hexName(8)}.jpg` : `${tools.hexName(8)}.jpg`,
  );
  return {
    lists: new Map([['revisitop1m.txt', lines(...files)]]),
    photos: new Map(files.map((file, i) => [`jpg/${file}`, tools.photo(20 + i, file)])),
    counts: { distractors: files.length },
  };
}
