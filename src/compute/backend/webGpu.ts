import * as tf from '@tensorflow/tfjs-core';

/** Names under which software renderers present themselves. */
const software = /swiftshader|llvmpipe|lavapipe|software|basic render/i;

/**
 * Starts WebGPU through the optional packages `webgpu` and `@tensorflow/tfjs-backend-webgpu`.
 * @param evenSoftware accepts a software adapter, which is correct and very slow.
 * @returns what the adapter calls itself.
 * @throws Error when a package, an adapter or real hardware is missing.
 */
export async function startWebGpu(evenSoftware: boolean): Promise<string> {
  // The names are variables so that the compiler does not ask for packages that are optional.
  const [dawn, backend] = ['webgpu', '@tensorflow/tfjs-backend-webgpu'];
  const { create, globals } = (await import(dawn)) as { create: (flags: string[]) => Gpu; globals: object };
  const gpu = create([]);
  const adapter = await gpu.requestAdapter();
  if (!adapter) throw new Error('no WebGPU adapter');
  const { vendor, architecture, description } = adapter.info;
  const name = [vendor, architecture, description].filter(Boolean).join(' ');
  if (software.test(name) && !evenSoftware) throw new Error(`only a software adapter (${name})`);
  Object.assign(globalThis, globals);
  Object.defineProperty(globalThis, 'navigator', { value: { gpu }, configurable: true, writable: true });
  await import(backend);
  if (!(await tf.setBackend('webgpu'))) throw new Error('the WebGPU backend did not start');
  await tf.ready();
  return name;
}

interface Gpu {
  requestAdapter(): Promise<{ info: { vendor: string; architecture: string; description: string } } | null>;
}
