import { nativeBackend, type NativeBackend } from '../../src/compute/backend/nativeBackend.js';

/** Calls a function as if the binding could not keep functions. */
export async function byOperation<Value>(call: () => Value | Promise<Value>): Promise<Value> {
  const backend = nativeBackend() as { binding: NativeBackend['binding'] };
  const { binding } = backend;
  backend.binding = Object.create(binding, { addFunction: { value: undefined } }) as typeof binding;
  try {
    return await call();
  } finally {
    backend.binding = binding;
  }
}
