import type * as onnx from 'onnxruntime-web';
import { howToInstall } from '../../base/files/howToInstall.js';
import { RetrievalError } from '../../errors.js';
import type { RunnableModel } from '../exportedFiles.js';
import { inBatches } from '../../trainedModels/inBatches.js';
import { inputName, outputName } from '../plan.js';
import { runOnnxSession } from '../../models/onnx/onnxRuntime.js';
import { pixelsChannelsFirst } from './channelsFirst.js';

type Runtime = typeof onnx;

/**
 * Loads an exported ONNX file into ONNX Runtime (WebAssembly).
 * @throws RetrievalError when the file is missing, the runtime is not installed or does not accept it.
 */
export async function loadOnnxFile(bytes: Uint8Array | undefined, file: string): Promise<RunnableModel> {
  if (!bytes) throw new RetrievalError({ what: 'A file of the exported model is missing', where: file });
  const runtime = await loadRuntime();
  // Threads would need a worker of their own; the pictures of an agreement test are few.
  runtime.env.wasm.numThreads = 1;
  const session = await createSession(runtime, bytes, file);
  return {
    embed: (pixels, count) =>
      inBatches(pixels, count, async (part, rows) => {
        const size = Math.sqrt(part.length / rows / 3);
        const tensor = new runtime.Tensor('float32', pixelsChannelsFirst(part, size), [rows, 3, size, size]);
        const feed = { name: inputName, tensor: tensor as onnx.Tensor };
        const { data } = await runOnnxSession<onnx.Tensor>(session, feed, outputName, file);
        return data as Float32Array;
      }),
    dispose: () => void session.release(),
  };
}

async function createSession(
  runtime: Runtime,
  bytes: Uint8Array,
  file: string,
): Promise<onnx.InferenceSession> {
  try {
    return await runtime.InferenceSession.create(bytes, {
      executionProviders: ['wasm'],
      logSeverityLevel: 3,
    });
  } catch (cause) {
    throw new RetrievalError({
      what: 'ONNX Runtime does not accept the file',
      where: file,
      found: cause instanceof Error ? cause.message : String(cause),
      cause,
    });
  }
}

async function loadRuntime(): Promise<Runtime> {
  try {
    return await import('onnxruntime-web');
  } catch (cause) {
    throw new RetrievalError({
      what: 'ONNX Runtime, which tries an exported ONNX file, is not installed',
      where: 'onnxruntime-web',
      fix: howToInstall('onnxruntime-web'),
      cause,
    });
  }
}
