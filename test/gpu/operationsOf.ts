import { aroundOperations } from '../../src/compute/backend/intercept.js';
import { nativeBackend, type NativeBackend } from '../../src/compute/backend/nativeBackend.js';
import { nativeMessages } from '../../src/compute/backend/nativePackage.js';

/** The part of a generated message that is read. */
interface GraphDef {
  deserializeBinary(bytes: Uint8Array): { getNodeList(): { getOp(): string }[] };
}

/** Names of the operations that TensorFlow is asked for, one by one or in functions, in alphabetical order. */
export async function operationsOf<Value>(
  call: () => Promise<Value>,
): Promise<{ value: Value; operations: string[] }> {
  const names = new Set<string>();
  const { GraphDef } = nativeMessages() as { GraphDef: GraphDef };
  const backend = nativeBackend() as { binding: NativeBackend['binding'] };
  const { binding } = backend;
  const addFunction: NonNullable<typeof binding.addFunction> = (name, graph, ...rest) => {
    for (const node of GraphDef.deserializeBinary(graph).getNodeList()) names.add(node.getOp());
    binding.addFunction!(name, graph, ...rest);
  };
  backend.binding = Object.create(binding, { addFunction: { value: addFunction } }) as typeof binding;
  const end = aroundOperations((run, name, ...rest) => {
    names.add(name);
    return run(name, ...rest);
  });
  try {
    const value = await call();
    // Functions of our own are called by names of their own.
    const operations = [...names].filter((name) => /^[A-Z]/.test(name)).sort();
    return { value, operations };
  } finally {
    end();
    backend.binding = binding;
  }
}
