/** The groups of pages, in the order of the navigation. */
export const groups = [
  'Guides',
  'Course',
  'Notebooks',
  'Solved notebooks',
  'Results',
  'Demo',
  'Project',
  'API reference',
];

/**
 * Pages made of sections of documents, by their headings of the second order. A section stands on one page only; what is
 * left of a document keeps a page of its own.
 */
export const guides = [
  {
    group: 'Guides',
    title: 'Setting up',
    parts: [['README.md', 'Start']],
  },
  {
    group: 'Guides',
    title: 'Your own data set',
    lead: 'A folder or a table needs no code. A data set of another shape is [registered](CONTRIBUTING.md#registering-from-outside).',
    parts: [['data/README.md', 'Your own pictures']],
  },
  {
    group: 'Guides',
    title: 'Your own query model or plugin',
    lead: 'Ready-made networks are listed by `npx asym list query-models`.',
    parts: [['CONTRIBUTING.md', 'Registering from outside']],
  },
  {
    group: 'Guides',
    title: 'Your own loss',
    lead: 'In twenty lines in [notebook 10](notebooks/10-your-own-loss.ipynb), in a [plugin](CONTRIBUTING.md#registering-from-outside), or in the library itself, as here.',
    parts: [['CONTRIBUTING.md', 'Adding a loss']],
  },
  {
    group: 'Guides',
    title: 'Evaluating fairly',
    lead: 'What each mistake costs is measured in [notebook 08](notebooks/08-evaluating-fairly.ipynb).',
    parts: [
      ['REPRODUCING.md', 'How it was measured'],
      ['BENCHMARKS.md', 'Embeddings and scores'],
    ],
  },
  {
    group: 'Guides',
    title: 'Larger galleries',
    lead: 'How the cost of search grows is measured in [notebook 05](notebooks/05-measuring-speed.ipynb).',
    parts: [
      ['VECTORS.md', 'Into a database of vectors'],
      ['BENCHMARKS.md', 'Data'],
    ],
  },
  { group: 'Results', title: 'What came out', parts: [['README.md', 'What came out']] },
  { group: 'Project', title: 'Data and licences', parts: [['README.md', 'Data and licences']] },
  { group: 'Project', title: 'Papers', parts: [['REPRODUCING.md', 'Papers']] },
  { group: 'API reference', title: 'The library', parts: [['README.md', 'The library']] },
];

/** The groups of whole documents, in the order of their pages; one that is not named here stands under Project. */
export const documentGroups = {
  'GALLERY.md': 'Guides',
  'VECTORS.md': 'Guides',
  'INDEXES.md': 'Guides',
  'GPU.md': 'Guides',
  'MACHINES.md': 'Guides',
  'SCALE.md': 'Results',
  'SURVIVES.md': 'Guides',
  'COURSE.md': 'Course',
  'METRICS.md': 'Course',
  'GLOSSARY.md': 'Course',
  'REPRODUCING.md': 'Results',
  'SPEED.md': 'Results',
  'DEMO.md': 'Demo',
  'BENCHMARKS.md': 'Results',
  'src/README.md': 'API reference',
};

/** Names of pages that come first in their group. */
export const leading = ['setting-up', 'gallery'];

/** Titles of documents that are called otherwise among the other pages. */
export const documentTitles = { 'src/README.md': 'The package' };

/** Documents below the top; all at the top are found. */
export const furtherDocuments = ['data/README.md', 'src/README.md'];
