import { writeFileSync } from 'node:fs';
import { encodeModel, type OnnxGraph } from '../../../src/export/onnx/messages.js';

type Shape = (number | string)[];

export interface ToyOnnx {
  /** Default `[B, 3, 32, 32]`. */
  input?: Shape;
  /** Further inputs. */
  inputs?: OnnxGraph['input'];
  output?: string;
  metadata?: Record<string, string>;
}

/** Writes a model whose vector is the mean of each channel of what it is fed, `[B, 3]`. */
export function writeToyOnnx(file: string, toy: ToyOnnx = {}): string {
  const { input = ['B', 3, 32, 32], inputs = [], output = 'vectors', metadata = {} } = toy;
  const node = (opType: string, from: string, to: string, attribute: object[] = []) =>
    ({ name: opType, opType, input: [from], output: [to], attribute }) as OnnxGraph['node'][number];
  const isLast = input[3] === 3;
  const graph = {
    name: 'toy',
    node: [
      ...(isLast
        ? [node('Transpose', 'pictures', 'first', [{ name: 'perm', type: 7, ints: [0, 3, 1, 2] }])]
        : []),
      node('GlobalAveragePool', isLast ? 'first' : 'pictures', 'means'),
      node('Flatten', 'means', output),
    ],
    initializer: [],
    input: [{ name: 'pictures', shape: input }, ...inputs],
    output: [{ name: output, shape: [input[0], 3] }],
  };
  writeFileSync(file, encodeModel(graph, metadata));
  return file;
}
