import { beforeAll, test } from 'vitest';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { createLoss } from '../../src/losses/createLoss.js';
import { expectTwin, flat, gallery, numbers, ofBatch, query } from './lossValues.js';
import { slowAbsoluteRelational } from './slowBatchLosses.js';

beforeAll(() => selectBackend());

test('absolute and relational terms equal their slow twin', () => {
  const config = { kind: 'absoluteRelational', asymmetricWeight: 0.7, symmetricWeight: 0.4 } as const;
  const g = gallery().arraySync();
  const slow = flat((q) => slowAbsoluteRelational(q, g, 0.7, 0.4));
  expectTwin(ofBatch(createLoss(config), query(), gallery()), slow, numbers(query()));
});
