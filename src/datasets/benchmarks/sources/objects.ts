import { published, type BenchmarkSource } from './types.js';

const publicLoaders = 'several public loaders';

export const inShop: BenchmarkSource = {
  name: 'in-shop',
  title: 'In-Shop Clothes Retrieval of DeepFashion (Liu et al. 2016)',
  use: 'for products: clothes from another view',
  licence: 'not known here; the owners hand the photos out on their own terms, see their page',
  page: 'http://mmlab.ie.cuhk.edu.hk/projects/DeepFashion.html',
  request:
    'follow the page of the owners to "In-shop Clothes Retrieval Benchmark", take Eval/list_eval_partition.txt and ' +
    'Img/img.zip, and name the folder that holds Eval and Img with --from',
  files: [
    { name: 'list_eval_partition.txt', target: 'Eval/list_eval_partition.txt' },
    { name: 'img.zip', target: 'Img', archive: { format: 'zip', layout: 'tree' } },
  ],
  required: ['Eval/list_eval_partition.txt', 'Img'],
  roots: ['In-shop Clothes Retrieval Benchmark', 'in-shop', 'InShop'],
  counts: [{ target: 'Img', pictures: 52_712 }],
  notes: [],
};

export const stanfordOnlineProducts: BenchmarkSource = {
  name: 'stanford-online-products',
  title: 'Stanford Online Products (Song et al. 2016)',
  use: 'for products with few pictures each',
  licence: 'not known here; see the page of its owners',
  page: 'https://cvgl.stanford.edu/projects/lifted_struct/',
  files: [
    published('http://ftp.cs.stanford.edu/cs/cvgl/Stanford_Online_Products.zip', {
      target: '',
      checksum: { algorithm: 'md5', digest: '7f73d41a2f44250d4779881525aea32e', knownFrom: publicLoaders },
      archive: { format: 'zip', layout: 'tree', root: 'Stanford_Online_Products' },
    }),
  ],
  required: ['Ebay_train.txt', 'Ebay_test.txt'],
  roots: ['Stanford_Online_Products'],
  counts: [{ target: '', pictures: 59_551 + 60_502 }],
  notes: ['address and checksum are those of public loaders and were not confirmed with the owners'],
};

export const cub2002011: BenchmarkSource = {
  name: 'cub-200-2011',
  title: 'Caltech-UCSD Birds-200-2011 (Wah et al. 2011)',
  use: 'for fine differences between classes that did not train',
  licence: 'not known here; see the page of its owners',
  page: 'https://www.vision.caltech.edu/datasets/cub_200_2011/',
  files: [
    published('https://data.caltech.edu/records/65de6-vp158/files/CUB_200_2011.tgz', {
      target: '',
      checksum: { algorithm: 'md5', digest: '97eceeb196236b17998738112f37df78', knownFrom: publicLoaders },
      archive: { format: 'tgz', layout: 'tree', root: 'CUB_200_2011' },
    }),
  ],
  required: ['images.txt', 'image_class_labels.txt', 'train_test_split.txt', 'classes.txt', 'images'],
  roots: ['CUB_200_2011'],
  counts: [{ target: 'images', pictures: 11_788 }],
  notes: ['address and checksum are those of public loaders and were not confirmed with the owners'],
};
