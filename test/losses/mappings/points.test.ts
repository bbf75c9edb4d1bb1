import { beforeAll, expect, test } from 'vitest';
import { selectBackend } from '../../../src/compute/backend/selectBackend.js';
import { powerMapping } from '../../../src/losses/mappings/monotoneMapping.js';
import { mappingPoints } from '../../../src/losses/mappings/points.js';
import { expectClose } from '../../helpers/tensors.js';

beforeAll(() => selectBackend());

test('samples a map evenly from 0 to 1', () => {
  const { gallery, mapped } = mappingPoints(powerMapping(2));
  expect(gallery).toHaveLength(101);
  expect(gallery[50]).toBe(0.5);
  expectClose([mapped[0], mapped[50], mapped[100]], [0, 0.25, 1], 1e-6);
});
