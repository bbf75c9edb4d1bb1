import { totalmem } from 'node:os';
import { afterEach, expect, test, vi } from 'vitest';
import { machineMemory } from '../../src/base/machineMemory.js';

afterEach(() => vi.restoreAllMocks());

const inGroup = (bytes: number) => vi.spyOn(process, 'constrainedMemory').mockReturnValue(bytes);

test('memory is the machine’s, or its control group’s where that has less', () => {
  for (const unlimited of [0, 2 ** 63]) {
    inGroup(unlimited);
    expect(machineMemory()).toBe(totalmem());
  }
  inGroup(5e8);
  expect(machineMemory()).toBe(5e8);
});
