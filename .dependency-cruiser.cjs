/**
 * The folders of the library from the ground up. A file imports from its own folder and from folders above its line in
 * this list, never from one below.
 */
const rooms = [
  'base',
  'vectors',
  'compute',
  'checkpoints',
  'models',
  'images',
  'datasets',
  'extraction',
  'rankers',
  'losses',
  'training',
  'retrieval',
  'galleryIndex',
  'experiments',
  'trainedModels',
  'report',
  'jobs',
  'export',
  'rehearsal',
  'scale',
  'bench',
  'architectureSearch',
  'study',
  'course',
  'demo',
  'cli',
];

const oneWay = rooms.slice(0, -1).map((room, at) => ({
  name: `${room}-imports-downwards`,
  comment: `src/${room} may import from: ${rooms.slice(0, at + 1).join(', ')}`,
  severity: 'error',
  from: { path: `^src/${room}/`, pathNot: '/index\\.ts$' },
  to: { path: `^src/(${rooms.slice(at + 1).join('|')})/` },
}));

module.exports = {
  forbidden: [
    ...oneWay,
    {
      name: 'no-circles',
      comment: 'files that import each other can be read by nobody alone',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-unknown-folder',
      comment: 'a new folder gets its place in the list of rooms',
      severity: 'error',
      from: { path: '^src/', pathNot: `^src/(${rooms.join('|')}|setup|site|shims|dist)/|^src/[^/]+$` },
      to: {},
    },
    {
      name: 'no-index-inside',
      comment: 'an index.ts is an entry point of the package; inside, import the file that has the thing',
      severity: 'error',
      from: { path: '^(src|test)/', pathNot: '^src/index\\.ts$|^test/package/' },
      to: { path: '/index\\.ts$' },
    },
    {
      name: 'no-tests-inside',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^test/' },
    },
    {
      name: 'no-unresolved',
      severity: 'error',
      from: { path: '^src/' },
      // Packages that are there only where somebody installed them.
      to: { couldNotResolve: true, path: '^\\.' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|node_modules)/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node'] },
  },
};
