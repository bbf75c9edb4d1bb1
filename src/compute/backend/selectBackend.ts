import { backendNames, type BackendName } from './backendNames.js';
import { createRequire } from 'node:module';
import * as tf from '@tensorflow/tfjs-core';
import { RetrievalError } from '../../errors.js';
import { machineMemory } from '../../base/machineMemory.js';
import { tellMemoryRoom } from '../../base/memoryRoom.js';
import { howToInstall } from '../../base/files/howToInstall.js';
import { useNativeGather } from '../kernels/gather.js';
import { useHostArguments } from '../kernels/hostArguments.js';
import { useBroadcastGradients } from '../kernels/reductionGradients.js';
import { useRawGradients } from '../kernels/reluGradients.js';
import { useComposedSoftmax } from '../kernels/softmax.js';
import { checkDevice, chosenDevice, visibleCards } from './chosenDevice.js';
import { failureOf } from './failureOf.js';
import { canAddFunctions } from './graphFunction.js';
import { nativeBackend } from './nativeBackend.js';
import { loadNativePackage, nativePackages } from './nativePackage.js';
import { usePrecision } from './precision.js';
import { startWebGpu } from './webGpu.js';

/** Which backend computes, and why. */
export interface BackendReport {
  name: BackendName;
  device: 'cpu' | 'gpu';
  reason: string;
  tensorflowVersion?: string;
  /** Why the steps of a training run operation by operation on `native`; left out where they run as functions. */
  byOperation?: string;
}

let selected: Promise<BackendReport> | undefined;
let report: BackendReport | undefined;

/**
 * Chooses the backend once per process: native TensorFlow, else WebGPU on a real adapter, else plain JavaScript with
 * one loud line. `prefer`, or the environment variable ASYMMETRIC_BACKEND, forces the choice; ASYMMETRIC_DEVICE (`cpu`,
 * `gpu` or the number of a card) that of the device.
 *
 * @throws RetrievalError when the forced backend is unknown or cannot start, or does not compute on the device asked for.
 * @example
 * const { name, reason } = await selectBackend();
 * if (name === 'cpu') console.error(`Toy sizes only: ${reason}`);
 */
export async function selectBackend(options: { prefer?: BackendName } = {}): Promise<BackendReport> {
  tellMemoryRoom(machineMemory);
  const forced = options.prefer ?? forcedByEnvironment();
  selected ??= start(forced);
  try {
    const started = await selected;
    checkDevice(started, chosenDevice());
    report = started;
  } catch (error) {
    selected = undefined;
    throw error;
  }
  if (!forced || forced === report.name) return report;
  throw new RetrievalError({
    what: 'The backend was chosen already',
    expected: report.name,
    found: forced,
    fix: 'force the backend before its first use, in a fresh process',
  });
}

/** The chosen backend. @throws RetrievalError before `selectBackend` has finished. */
export function backendReport(): BackendReport {
  if (report) return report;
  throw new RetrievalError({
    what: 'No backend has been chosen yet',
    fix: 'call `await selectBackend()` first',
  });
}

function forcedByEnvironment(): BackendName | undefined {
  const value = process.env.ASYMMETRIC_BACKEND;
  if (!value) return undefined;
  if ((backendNames as readonly string[]).includes(value)) return value as BackendName;
  throw new RetrievalError({
    what: 'The environment variable ASYMMETRIC_BACKEND names no backend',
    expected: backendNames.join(', '),
    found: value,
  });
}

const starters: Record<BackendName, (reason: string, forced: boolean) => Promise<BackendReport>> = {
  native: startNative,
  webgpu: async (reason, forced) => ({
    name: 'webgpu',
    device: 'gpu',
    reason: `${reason}, ${await startWebGpu(forced)}`,
  }),
  cpu: async (reason) => {
    await tf.setBackend('cpu');
    // Its own advice, which comes with the first tensor, has been given already.
    Object.assign(tf.backend(), { firstUse: false });
    return { name: 'cpu', device: 'cpu', reason };
  },
};

async function start(forced: BackendName | undefined): Promise<BackendReport> {
  // Brings the gradients, the chained operations and the backend in plain JavaScript.
  await import('@tensorflow/tfjs');
  return forced ? startForced(forced) : startBest();
}

async function startForced(name: BackendName): Promise<BackendReport> {
  try {
    return await starters[name]('asked for', true);
  } catch (cause) {
    throw new RetrievalError({
      what: `The backend ${name} was asked for and cannot start`,
      found: failureOf(cause),
      fix:
        name === 'native'
          ? `${nativeCure()}, then see \`npx asym doctor\``
          : 'leave the choice to the library',
      cause,
    });
  }
}

async function startBest(): Promise<BackendReport> {
  const failures: string[] = [];
  const names = chosenDevice() === 'cpu' ? (['native'] as const) : (['native', 'webgpu'] as const);
  for (const name of names) {
    try {
      return await starters[name](failures.join('; ') || 'the fastest there is', false);
    } catch (error) {
      failures.push(`no ${name}: ${failureOf(error)}`);
    }
  }
  const reason = failures.join('; ');
  console.warn(`SLOW: computing in plain JavaScript (${reason}). For native TensorFlow ${nativeCure()}.`);
  return starters.cpu(reason, false);
}

const nativeCure = (): string => howToInstall(nativePackages[1]);

async function startNative(reason: string): Promise<BackendReport> {
  const require = createRequire(import.meta.url);
  // TensorFlow.js 4.22 calls two helpers that Node 24 has dropped.
  const util = require('node:util') as Record<string, unknown>;
  util.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
  util.isArray ??= Array.isArray;
  process.env.TF_CPP_MIN_LOG_LEVEL ??= process.env.ASYMMETRIC_TENSORFLOW_LOG ? '0' : '2';
  // Which library is missing is told at this level only.
  if (process.env.ASYMMETRIC_TENSORFLOW_LOG) process.env.TF_CPP_VMODULE ??= 'dso_loader=1';
  process.env.TF_FORCE_GPU_ALLOW_GROWTH ??= 'true';
  process.env.CUDA_VISIBLE_DEVICES = visibleCards(chosenDevice(), process.env.CUDA_VISIBLE_DEVICES);
  await loadNativePackage();
  await tf.setBackend('tensorflow');
  await tf.ready();
  useRawGradients();
  useBroadcastGradients();
  useNativeGather();
  useHostArguments();
  usePrecision('float32');
  const native = nativeBackend();
  if (!native.isUsingGpuDevice) useComposedSoftmax();
  return {
    name: 'native',
    device: native.isUsingGpuDevice ? 'gpu' : 'cpu',
    reason,
    tensorflowVersion: native.binding.TF_Version,
    ...(!canAddFunctions() && { byOperation: 'the binding to TensorFlow was not built by this set-up' }),
  };
}
