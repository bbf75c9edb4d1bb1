import { published, type BenchmarkSource } from './types.js';

const owner = 'http://cmp.felk.cvut.cz/cnnimageretrieval/data/train';

export const sfm120k: BenchmarkSource = {
  name: 'sfm120k',
  title: 'Retrieval-SfM-120k (Radenović et al. 2018, fine-tuning without human annotation)',
  use: 'to train for landmarks as the papers do',
  licence: 'no licence is known here; the photos are those of many photographers, see the page of the owners',
  page: 'http://cmp.felk.cvut.cz/cnnimageretrieval/',
  files: [
    published(`${owner}/dbs/retrieval-SfM-120k.pkl`, { target: 'retrieval-SfM-120k.pkl' }),
    published(`${owner}/dbs/retrieval-SfM-120k-whiten.pkl`, { target: 'retrieval-SfM-120k-whiten.pkl' }),
    published(`${owner}/ims/ims.tar.gz`, {
      target: 'ims',
      archive: { format: 'tgz', layout: 'tree' },
      part: { group: 'ims' },
    }),
  ],
  required: ['retrieval-SfM-120k.pkl', 'ims'],
  roots: ['train/retrieval-SfM-120k', 'retrieval-SfM-120k'],
  counts: [],
  notes: ['the owners publish no checksums, and how many pictures the archive holds is not known here'],
};
