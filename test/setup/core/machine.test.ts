import { describe, expect, test } from 'vitest';
import { load } from '../load.js';

describe('the choice of TensorFlow', () => {
  test('is what was asked for, else CUDA where there is a driver and room', async () => {
    type Choose = (options: object) => { variant: string };
    const { chooseVariant } = await load<{ chooseVariant: Choose }>('core/machine.mjs');
    const variant = (options: object) => chooseVariant({ root: '.', driver: '/driver', ...options }).variant;
    expect(variant({ asked: 'cpu', cudaInstalled: true })).toBe('cpu');
    expect(variant({ asked: 'cuda', driver: null })).toBe('cuda');
    expect(variant({ cudaInstalled: true })).toBe('cuda');
    expect(variant({ driver: null, cudaInstalled: true })).toBe('cpu');
  });
});
