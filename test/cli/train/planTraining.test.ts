import { afterAll, beforeAll, expect, test } from 'vitest';
import { planTraining } from '../../../src/cli/train/planTraining.js';
import { bankNeighbours } from '../../../src/losses/lossConfig.js';
import { toyFolder, type ToyFolder } from '../../trainedModels/toyModel.js';

let toy: ToyFolder;
beforeAll(async () => {
  toy = await toyFolder();
});
afterAll(() => toy.remove());

test('a plan for pictures of one’s own says what it chose and which option changes it', async () => {
  const { config, said } = await planTraining({ data: toy.photos, minutes: 10 });
  expect(config).toMatchObject({ split: 'heldOut', training: { epochs: 300, batchSize: 14 } });
  expect(bankNeighbours(config.loss)).toBe(14);
  expect(said).toHaveLength(5);
  expect(said.join('\n')).toMatch(
    /14 pictures train; 2 others[^]*Gallery model: efficientNetLite2 at 320 px [^]*lists of 14, as many as there are training pictures \(--method\)[^]*px \(--query[^]*--minutes/,
  );
});

test('the share that is held out can be named', async () => {
  const { config } = await planTraining({ data: toy.photos, minutes: 10, holdOut: 0.5 });
  expect(config).toMatchObject({ split: 'heldOut:0.5', training: { batchSize: 8 } });
});

test('a named data set is trained on in its main setting', async () => {
  const { config, said } = await planTraining({ data: 'emoji-small', minutes: 10 });
  expect(said).toEqual([]);
  expect(config).toMatchObject({ split: 'unseen', training: { epochs: 20, batchSize: 64 } });
});
