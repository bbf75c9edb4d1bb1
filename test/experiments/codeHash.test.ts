import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { libraryFolder } from '../../src/base/files/libraryFolder.js';
import { codeHash } from '../../src/experiments/codeHash.js';
import { builtInLosses } from '../../src/losses/builtInLosses.js';
import { libraryWith } from '../helpers/libraryWith.js';

const deciding = [
  ['its loss', 'losses/featureRegression'],
  ['what every loss uses', 'losses/weightedSum'],
  ['a kernel', 'compute/kernels/adam'],
  ['a layer of a network', 'models/networks/trainableGraph'],
  ['a reader of vectors', 'vectors/formats/npzContainer'],
  ['the matching of rows by name', 'vectors/names/matchRows'],
  ['a metric', 'retrieval/metrics/kendallTau'],
  ['the splits of a data set', 'datasets/emoji/emojiSplits'],
  ['the decoding of pictures', 'images/decodePicture'],
] as const;
const others = [
  ['another loss', 'losses/rankMatching'],
  ['the list of all losses', 'losses/builtInLosses'],
  ['texts of errors', 'errors'],
  ['figures', 'report/plots/theme'],
  ['commands', 'cli/train'],
  ['the study', 'study/methods/methods'],
  ['architecture search', 'architectureSearch/evolution'],
] as const;

/** The library as it is, and as it is compiled. */
const originals = { '.ts': libraryFolder, '.js': join(libraryFolder, 'dist') };

describe.each(['.ts', '.js'] as const)('as %s, a run', (form) => {
  const hash = (kind: string, library = originals[form]): string => codeHash([kind], { library });
  const changed = (module: string): string =>
    libraryWith(`${module}${form}`, '// changed\n', originals[form]);

  test.each(deciding)('depends on %s', (_, module) => {
    expect(hash('featureRegression', changed(module))).not.toBe(hash('featureRegression'));
  });

  test.each(others)('does not depend on %s', (_, module) => {
    expect(hash('featureRegression', changed(module))).toBe(hash('featureRegression'));
  });

  test('depends on what its losses import', () => {
    const library = changed('losses/orderDivergence');
    expect(hash('rankOrderPreservation', library)).not.toBe(hash('rankOrderPreservation'));
    expect(hash('featureRegression', library)).toBe(hash('featureRegression'));
  });
});

test.each(Object.keys(builtInLosses))('%s lies in the file of its name', (kind) => {
  expect(codeHash([kind])).toMatch(/^[0-9a-f]{16}$/);
});
