import { expect, test } from 'vitest';
import { checkDevice, chosenDevice, visibleCards } from '../../../src/compute/backend/chosenDevice.js';
import type { BackendReport } from '../../../src/compute/backend/selectBackend.js';

const report = (name: BackendReport['name'], device: BackendReport['device']): BackendReport => ({
  name,
  device,
  reason: 'test',
});

test('a device is the processor, a GPU or a card by its number', () => {
  expect(chosenDevice('')).toBeUndefined();
  expect(chosenDevice('cpu')).toBe('cpu');
  expect(chosenDevice('gpu')).toBe('gpu');
  expect(chosenDevice('1')).toEqual({ card: 1 });
  for (const text of ['-1', '1.5', 'cuda', '0,1', '1e3']) {
    expect(() => chosenDevice(text)).toThrow(
      /no such device[^]*expected: cpu, gpu, or the number[^]*found: /,
    );
  }
});

test('TensorFlow sees one card at most: the one that was chosen, or the first', () => {
  expect(visibleCards(undefined, undefined)).toBe('0');
  expect(visibleCards('gpu', '2')).toBe('2');
  expect(visibleCards({ card: 1 }, '2')).toBe('1');
  expect(visibleCards('cpu', '2')).toBe('-1');
});

test('what computes elsewhere than was asked for is refused', () => {
  checkDevice(report('native', 'cpu'), undefined);
  checkDevice(report('native', 'cpu'), 'cpu');
  checkDevice(report('native', 'gpu'), 'gpu');
  checkDevice(report('native', 'gpu'), { card: 3 });
  checkDevice(report('webgpu', 'gpu'), 'gpu');
  expect(() => checkDevice(report('native', 'cpu'), { card: 3 })).toThrow(
    /not compute on card 3[^]*native on the CPU[^]*nvidia-smi -L/,
  );
  expect(() => checkDevice(report('webgpu', 'gpu'), { card: 0 })).toThrow(/chooses its card itself/);
  expect(() => checkDevice(report('webgpu', 'gpu'), 'cpu')).toThrow(
    /not compute on the CPU[^]*ASYMMETRIC_BACKEND/,
  );
});
