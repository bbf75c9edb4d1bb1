import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { selectBackend } from '../../../src/compute/backend/selectBackend.js';
import { mappingSchema } from '../../../src/losses/mappings/config.js';
import { fitMapping } from '../../../src/losses/mappings/fitMapping.js';
import { createMonotoneMapping } from '../../../src/losses/mappings/monotoneMapping.js';
import { mappingPoints } from '../../../src/losses/mappings/points.js';
import { expectClose } from '../../helpers/tensors.js';

beforeAll(() => selectBackend());

const build = (change = {}) =>
  createMonotoneMapping(mappingSchema.parse({ startExponent: 1, slopeFloor: 0, ...change }), [0, 1], 0);
const grid = Array.from({ length: 50 }, (_, n) => n / 49);
const square = { gallery: grid, query: grid.map((t) => t ** 2) };

test('finds the relation between two similarities, and goes on from where the map is', () => {
  const mapping = build();
  const early = fitMapping(mapping, square, { steps: 5 });
  const late = fitMapping(mapping, square, { steps: 150 });
  expect(late).toBeLessThan(early);
  const { gallery, mapped } = mappingPoints(mapping, 5);
  expect(gallery).toEqual([0, 0.25, 0.5, 0.75, 1]);
  expectClose(mapped, [0, 0.0625, 0.25, 0.5625, 1], 0.02);
});

test('keeps no memory', () => {
  const mapping = build();
  fitMapping(mapping, square, { steps: 3 });
  const before = tf.memory().numTensors;
  fitMapping(mapping, square, { steps: 3 });
  expect(tf.memory().numTensors).toBe(before);
});

test('refuses what cannot be fitted', () => {
  expect(() => fitMapping(build(), { gallery: [0, 1], query: [0] })).toThrow(/2 and 1/);
  expect(() => fitMapping(build({ family: 'power' }), square)).toThrow(/without variables/);
  expect(() => fitMapping(build(), square, { steps: 0 })).toThrow(/steps/);
});
