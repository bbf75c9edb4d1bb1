import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import protobuf from 'protobufjs';
import { compiler } from './buildStub.js';

/** The part of TensorFlow's `kernel_def.proto` that is read. */
const schema = `
syntax = "proto3";
message KernelList { repeated Kernel kernel = 1; }
message Kernel { string op = 1; string device = 2; repeated Constraint constraint = 3; }
message Constraint { string name = 1; Allowed allowed = 2; }
message Allowed { List list = 1; }
message List { repeated int32 type = 6; }
`;

interface Kernel {
  op: string;
  device: string;
  constraint?: { name: string; allowed: { list: { type: number[] } } }[];
}

/** TensorFlow's number of the type. */
const float = 1;

/**
 * Names of the operations that have a kernel for float numbers on a device, in a folder of TensorFlow's libraries.
 * @param folder for a program that is compiled
 */
export function floatKernels(tensorflow: string, folder: string, device: 'CPU' | 'GPU'): Set<string> {
  const program = join(folder, 'kernels');
  execFileSync(compiler!, ['-o', program, join(import.meta.dirname, 'kernels.c'), '-ldl']);
  const bytes = execFileSync(program, [join(tensorflow, 'libtensorflow_cc.so.2')], {
    env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3', LD_LIBRARY_PATH: tensorflow },
    maxBuffer: 2 ** 27,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const { root } = protobuf.parse(schema);
  const { kernel } = root.lookupType('KernelList').decode(bytes) as unknown as { kernel: Kernel[] };
  const floats = kernel.filter(
    ({ device: own, constraint = [] }) =>
      // Kernels of the default device run on any, on the host's memory.
      [device, 'DEFAULT'].includes(own) &&
      // A kernel takes any type that it does not name.
      constraint.every(({ name, allowed }) => !/^(T|dtype)$/.test(name) || allowed.list.type.includes(float)),
  );
  return new Set(floats.map(({ op }) => op));
}
