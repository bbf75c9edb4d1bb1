import { Problem } from './problem.js';
import * as tf from '@tensorflow/tfjs-core';
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';

/** Backends, the first that works is taken. */
export const backendNames = ['webgpu', 'webgl', 'wasm', 'cpu'] as const;
export type BackendName = (typeof backendNames)[number];

export const backendLabels: Record<BackendName, string> = {
  webgpu: 'WebGPU',
  webgl: 'WebGL',
  wasm: 'WebAssembly',
  cpu: 'plain JavaScript',
};

/** The backend that computes, and why those before it do not. */
export interface ChosenBackend {
  name: BackendName;
  passedOver: readonly string[];
}

/** Words for a backend that works, slower than those after it. */
const inSoftware = 'in software only';

/**
 * Starts the first backend that works here, and does so in hardware unless it is the only one that is wanted.
 * @param among in this order
 */
export async function chooseBackend(among: readonly BackendName[] = backendNames): Promise<ChosenBackend> {
  const passedOver: string[] = [];
  for (const name of among) {
    const problem = await start(name, among.length === 1).catch((error: unknown) => messageOf(error));
    if (problem === undefined) return { name, passedOver };
    passedOver.push(`${backendLabels[name]}: ${problem}`);
  }
  throw new Problem(`No backend works in this browser. ${passedOver.join('. ')}.`, 'Choose another backend.');
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Starts a backend. @returns what keeps it from being used, in words */
async function start(name: BackendName, isOnly: boolean): Promise<string | undefined> {
  const problem = await obstacles[name]();
  if (problem !== undefined && !(isOnly && problem === inSoftware)) return problem;
  await loaders[name]();
  if (!(await tf.setBackend(name))) return 'it does not start';
  await tf.ready();
  const two = tf.tidy(() => tf.add(tf.scalar(1), tf.scalar(1)));
  const [value] = await two.data();
  two.dispose();
  if (value !== 2) return 'it computes wrongly';
  if (name === 'webgl' && !tf.env().getBool('WEBGL_RENDER_FLOAT32_CAPABLE'))
    return 'it computes in half precision only';
  return undefined;
}

/** What would keep a backend from being of use, found out before it is loaded. */
const obstacles: Record<BackendName, () => Promise<string | undefined>> = {
  async webgpu() {
    const { gpu } = navigator as { gpu?: { requestAdapter(): Promise<Adapter | null> } };
    if (!gpu) return 'this browser has none';
    const adapter = await gpu.requestAdapter();
    if (!adapter) return 'there is no adapter';
    return adapter.info?.isFallbackAdapter ||
      adapter.isFallbackAdapter ||
      isSoftware(adapter.info?.architecture)
      ? inSoftware
      : undefined;
  },
  webgl() {
    const context = document.createElement('canvas').getContext('webgl2');
    if (!context) return Promise.resolve('this browser has none');
    const names = context.getExtension('WEBGL_debug_renderer_info');
    const renderer = names ? String(context.getParameter(names.UNMASKED_RENDERER_WEBGL)) : '';
    return Promise.resolve(isSoftware(renderer) ? inSoftware : undefined);
  },
  wasm: () => Promise.resolve(typeof WebAssembly === 'object' ? undefined : 'this browser has none'),
  cpu: () => Promise.resolve(undefined),
};

interface Adapter {
  isFallbackAdapter?: boolean;
  info?: { isFallbackAdapter?: boolean; architecture?: string };
}

const isSoftware = (architecture = ''): boolean =>
  /swiftshader|llvmpipe|software|basic render/i.test(architecture);

const loaders: Record<BackendName, () => Promise<unknown>> = {
  webgpu: () => import('@tensorflow/tfjs-backend-webgpu'),
  webgl: () => import('@tensorflow/tfjs-backend-webgl'),
  async wasm() {
    const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
    // Threads would need scripts that the policy of the page forbids.
    tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
    const absolute = (path: string): string => new URL(path, location.href).href;
    setWasmPaths({
      'tfjs-backend-wasm.wasm': absolute(plain),
      'tfjs-backend-wasm-simd.wasm': absolute(simd),
      // Asked for by name, and never loaded.
      'tfjs-backend-wasm-threaded-simd.wasm': absolute(simd),
    });
  },
  cpu: () => import('@tensorflow/tfjs-backend-cpu'),
};
