import { published, type BenchmarkSource } from './types.js';

const owner = 'http://cmp.felk.cvut.cz/revisitop';
const distractors = 'http://ptak.felk.cvut.cz/revisitop/revisitop1m';
const buildings = 'https://www.robots.ox.ac.uk/~vgg/data';

const termsUnknown =
  'no licence is known here; the photos are those of many photographers, see the page of the owners';

interface Revisited {
  name: 'roxford5k' | 'rparis6k';
  title: string;
  archives: string[];
  groundTruth: { bytes: number; digest: string };
  /** Pictures that the ground truth names: gallery and queries. */
  pictures: number;
}

/** One of the two benchmarks of Radenović et al. 2018. */
function revisited({ name, title, archives, groundTruth, pictures }: Revisited): BenchmarkSource {
  const { bytes, digest } = groundTruth;
  const features = `${name}_resnet_rsfm120k_gem.mat`;
  return {
    name,
    title,
    use: 'for landmarks, by the protocol that most papers report',
    licence: termsUnknown,
    page: 'http://cmp.felk.cvut.cz/revisitop/',
    files: [
      published(`${owner}/data/datasets/${name}/gnd_${name}.pkl`, {
        target: `gnd_${name}.pkl`,
        bytes,
        checksum: { algorithm: 'sha256', digest, knownFrom: 'a copy in a public repository' },
      }),
      ...archives.map((url) =>
        published(url, {
          target: 'jpg',
          archive: { format: 'tgz', layout: 'flat' },
          part: { group: 'jpg' },
        }),
      ),
      published(`${owner}/data/features/${features}`, {
        target: `features/${features}`,
        part: { group: 'features' },
      }),
    ],
    onRequest: ['features'],
    required: [`gnd_${name}.pkl`, 'jpg'],
    roots: [`datasets/${name}`, `test/${name}`, name],
    counts: [{ target: 'jpg', pictures }],
    notes: [
      "--part features brings the owners' ResNet-101 GeM embeddings, with which `evaluate` can be checked",
      'the checksum of the ground truth is that of a copy and was not confirmed with the owners',
    ],
  };
}

export const roxford5k = revisited({
  name: 'roxford5k',
  title: 'Revisited Oxford (Philbin et al. 2007; Radenović et al. 2018)',
  archives: [`${buildings}/oxbuildings/oxbuild_images-v1.tgz`],
  groundTruth: {
    bytes: 149_871,
    digest: 'ba7967754bd2d7d2210a5799f9c45ad5835e269a80ef9d3eba44caa35816c471',
  },
  pictures: 4993 + 70,
});

export const rparis6k = revisited({
  name: 'rparis6k',
  title: 'Revisited Paris (Philbin et al. 2008; Radenović et al. 2018)',
  archives: [1, 2].map((number) => `${buildings}/parisbuildings/paris_${number}-v1.tgz`),
  groundTruth: {
    bytes: 276_508,
    digest: 'd2e729a5293dda7dda8a15c8383424a42e4964a2c4cfea2f32fa85d11d2df499',
  },
  pictures: 6322 + 70,
});

export const revisitop1m: BenchmarkSource = {
  name: 'revisitop1m',
  title: 'A million distractors for Revisited Oxford and Paris (Radenović et al. 2018)',
  use: 'as more gallery beside Revisited Oxford or Paris',
  licence: termsUnknown,
  page: 'http://cmp.felk.cvut.cz/revisitop/',
  files: [
    published(`${distractors}/revisitop1m.txt`, { target: 'revisitop1m.txt' }),
    ...Array.from({ length: 100 }, (_, index) =>
      published(`${distractors}/jpg/revisitop1m.${index + 1}.tar.gz`, {
        target: 'jpg',
        archive: { format: 'tgz', layout: 'tree' },
        part: { group: 'jpg', number: index + 1 },
      }),
    ),
  ],
  required: ['revisitop1m.txt', 'jpg'],
  roots: ['datasets/revisitop1m', 'revisitop1m'],
  // The owners' list says how many; it is part of the download.
  counts: [],
  notes: ['the owners publish no checksums'],
};
