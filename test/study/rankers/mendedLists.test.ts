import { expect, test } from 'vitest';
import type { Dataset } from '../../../src/datasets/types.js';
import type { Run } from '../../../src/experiments/runOptions.js';
import { titleText } from '../../../src/report/plots/figureWords.js';
import { settings } from '../../../src/study/plan/settings.js';
import { chosenLists, mendedLists } from '../../../src/study/rankers/mendedLists.js';
import { syntheticRunOf } from '../syntheticRun.js';

// Pictures a0 to a5 are of one class, b0 to b5 of another.
const ids = ['a', 'b'].flatMap((label) => Array.from({ length: 6 }, (_, n) => `${label}${n}`));
const dataset = {
  name: 'grocery',
  records: ids.map((id) => ({ id, label: id[0], origin: '' })),
  pixels: (rows: number[], { size }: { size: number }) =>
    Promise.resolve(new Uint8Array(rows.length * size * size * 3)),
} as unknown as Dataset;

function run(
  method: string,
  queryModel: Record<string, string[]>,
  lists?: Record<string, [string[], string[]]>,
): Run {
  const { record, manifest } = syntheticRunOf({
    ...settings.grocery,
    method,
    loss: { kind: 'featureRegression' },
  });
  const examples = Object.entries(queryModel).map(([query, found]) => ({
    query,
    galleryModel: found,
    queryModel: found,
  }));
  const kept = Object.entries(lists ?? {}).map(([picture, [galleryModel, ranker]]) => ({
    picture,
    galleryModel,
    ranker,
  }));
  return {
    record,
    manifest: {
      ...manifest,
      examples,
      ...(lists && {
        lists: [{ ranker: '{}', places: 8, meanAveragePrecision: 50, precisionAt10: 50, examples: kept }],
      }),
    },
  };
}

const theirs = run('distillation', { a0: ['b1', 'b2', 'a2'], b0: ['b1', 'a1', 'a2'] });
const ours = run(
  'listwiseRankerDistillation',
  { a0: ['a1', 'a3', 'a2'], b0: ['b1', 'a1', 'b2'] },
  {
    a4: [
      ['a1', 'b1'],
      ['a1', 'b1'],
    ],
    b4: [
      ['a1', 'a2'],
      ['b1', 'b2'],
    ],
  },
);

test('the list that is mended most comes first, then the query that gains most, then one by lot', () => {
  const shown = chosenLists(dataset, theirs, ours)!;
  expect(shown.map(({ picture }) => picture)).toEqual(['b4', 'a0', 'b0']);
  expect(shown[0]).toMatchObject({ before: ['a1', 'a2'], after: ['b1', 'b2'] });
  expect(shown[1].rowNames[0]).toBe('CSD');
  expect(chosenLists(dataset, theirs, run('listwiseRankerDistillation', {}))).toBeUndefined();
});

test('the figure counts what is right before and after', async () => {
  const figure = await mendedLists(dataset, theirs, ours);
  expect(titleText(figure!)).toMatch(/from 0 to 2 right of 2; .* finds 3 instead of 1/);
  expect(figure!.layout.images).toHaveLength(2 + 1 + 2 * (2 + 3 + 3));
});
