import { published, type BenchmarkSource, type SourceFile } from './types.js';

const bucket = 'https://s3.amazonaws.com/google-landmark';

/** Archives of each set, and how large each is by the owners' words. */
const sets = {
  train: { archives: 500, aboutBytes: 1e9 },
  index: { archives: 100, aboutBytes: 850e6 },
  test: { archives: 20, aboutBytes: 500e6 },
};

const lists = [
  'metadata/train.csv',
  'metadata/train_clean.csv',
  'metadata/index.csv',
  'metadata/index_image_to_landmark.csv',
  'metadata/test.csv',
  'ground_truth/retrieval_solution_v2.1.csv',
  'ground_truth/recognition_solution_v2.1.csv',
];

function archive(set: keyof typeof sets, number: number): SourceFile {
  const name = `images_${String(number).padStart(3, '0')}`;
  return published(`${bucket}/${set}/${name}.tar`, {
    target: set,
    aboutBytes: sets[set].aboutBytes,
    checksum: { algorithm: 'md5', list: `${bucket}/md5sum/${set}/md5.${name}.txt` },
    archive: { format: 'tar', layout: 'tree' },
    part: { group: set, number },
  });
}

export const googleLandmarksV2: BenchmarkSource = {
  name: 'google-landmarks-v2',
  title: 'Google Landmarks v2 (Weyand et al. 2020)',
  use: 'for landmarks at scale, by the protocol of its competition',
  licence:
    'annotations CC BY 4.0; photos of train CC BY without "no derivatives", of index and test CC0 or public domain; ' +
    'the owners ask that the licence of each photo be looked up',
  page: 'https://github.com/cvdfoundation/google-landmark',
  files: [
    ...lists.map((list) => published(`${bucket}/${list}`, { target: list })),
    ...(Object.keys(sets) as (keyof typeof sets)[]).flatMap((set) =>
      Array.from({ length: sets[set].archives }, (_, number) => archive(set, number)),
    ),
  ],
  required: ['metadata'],
  roots: ['google-landmark', 'gldv2'],
  counts: [
    { target: 'train', pictures: 4_132_914 },
    { target: 'index', pictures: 761_757 },
    { target: 'test', pictures: 117_577 },
  ],
  notes: ['every archive is checked against the MD5 that its owners publish'],
};
