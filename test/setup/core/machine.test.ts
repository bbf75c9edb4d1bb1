import { dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../helpers/temporaryFolder.js';
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
    const { cudaBytes } = await load<{ cudaBytes: () => { peak: number } }>('cuda/wheels.mjs');
    const { peak } = cudaBytes();
    expect(variant({ free: peak })).toBe('cuda');
    expect(variant({ free: peak - 1 })).toBe('cpu');
    expect(variant({ free: peak - 1, cudaInstalled: true })).toBe('cuda');
  });
});

const file = temporaryFolder();

describe('an NVIDIA driver', () => {
  type Find = (folders: string, linked: string) => string | undefined;
  const find = async (folders: string, linked: string) =>
    (await load<{ nvidiaDriver: Find }>('core/machine.mjs')).nvidiaDriver(folders, linked);
  const linked = '\tlibcuda.so.1 (libc6,x86-64) => /opt/driver/libcuda.so.1\n';

  test('is found where the linker or the environment says', async () => {
    const driver = file('libcuda.so.1', '');
    // A machine with a driver in a usual place names that one.
    const usual = await find('', '');
    expect(await find(`/nowhere:${dirname(driver)}`, '')).toBe(usual ?? driver);
    expect(await find('', linked)).toBe(usual ?? '/opt/driver/libcuda.so.1');
  });

  test('for another processor is none', async () => {
    expect(await find('', linked.replace('x86-64', 'i386'))).toBe(await find('', ''));
  });
});
