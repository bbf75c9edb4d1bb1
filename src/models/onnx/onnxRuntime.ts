import { createRequire } from 'node:module';
import { howToInstall } from '../../base/files/howToInstall.js';
import { RetrievalError } from '../../errors.js';

/** The part of ONNX Runtime that is used; its packages are optional, so their own types cannot be imported. */
export interface OnnxRuntime {
  env: { wasm: { numThreads?: number } };
  InferenceSession: { create(model: Uint8Array, options?: object): Promise<OnnxSession> };
  Tensor: new (type: 'float32', data: Float32Array, shape: readonly number[]) => OnnxTensor;
}
export interface OnnxSession {
  run(feeds: Record<string, OnnxTensor>): Promise<Record<string, OnnxTensor>>;
  release(): Promise<void>;
}
export interface OnnxTensor {
  data: unknown;
  dims: readonly number[];
}

/** The native one is faster and comes only where it was installed by hand. */
const packages = ['onnxruntime-node', 'onnxruntime-web'];

/**
 * Opens a model with ONNX Runtime on the CPU: the native package where it is installed, else WebAssembly.
 * @throws RetrievalError when neither package is there, and for a file that the runtime does not accept.
 */
export async function openOnnxSession(
  bytes: Uint8Array,
  file: string,
): Promise<{ runtime: OnnxRuntime; session: OnnxSession }> {
  const runtime = await loadRuntime();
  try {
    return { runtime, session: await runtime.InferenceSession.create(bytes, { logSeverityLevel: 3 }) };
  } catch (cause) {
    throw new RetrievalError({
      what: 'ONNX Runtime does not accept the file',
      where: file,
      expected: 'a model in one file, of operators that the runtime has',
      found: cause instanceof Error ? cause.message : String(cause),
      fix: 'export it again, with its weights inside (no external data)',
      kind: 'data',
      cause,
    });
  }
}

/**
 * Runs a model on one input.
 * @throws RetrievalError when the runtime cannot run it, and when it does not give the output.
 */
export async function runOnnxSession<Tensor>(
  session: { run(feeds: Record<string, Tensor>): Promise<Record<string, Tensor>> },
  feed: { name: string; tensor: Tensor },
  output: string,
  file: string,
): Promise<Tensor> {
  const notRun = (found: string, cause?: unknown): RetrievalError =>
    new RetrievalError({
      what: 'ONNX Runtime can not run the model',
      where: file,
      expected: `output ${output} from input ${feed.name}`,
      found,
      fix: 'fetch or export the file again; it may be damaged',
      kind: 'data',
      cause,
    });
  const results = await session.run({ [feed.name]: feed.tensor }).catch((cause: unknown) => {
    throw notRun(cause instanceof Error ? cause.message : String(cause), cause);
  });
  const found = results[output];
  if (!found) throw notRun(`outputs ${Object.keys(results).join(', ') || '(none)'}`);
  return found;
}

async function loadRuntime(): Promise<OnnxRuntime> {
  const name = packages.find(isInstalled);
  if (name === undefined) {
    throw new RetrievalError({
      what: 'ONNX models need ONNX Runtime, which is not installed',
      where: packages.join(' or '),
      fix: howToInstall('onnxruntime-web'),
    });
  }
  const module = (await import(name)) as OnnxRuntime | { default: OnnxRuntime };
  // Node gives some packages of the older kind as their default export only.
  const runtime = 'InferenceSession' in module ? module : module.default;
  // Threads of WebAssembly would need a worker of their own.
  if (name === 'onnxruntime-web') runtime.env.wasm.numThreads = 1;
  return runtime;
}

function isInstalled(name: string): boolean {
  try {
    createRequire(import.meta.url).resolve(name);
    return true;
  } catch {
    return false;
  }
}
