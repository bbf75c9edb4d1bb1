import { RetrievalError } from '../../errors.js';
import type { BlockChoice, ChoiceSpace } from './choiceSpace.js';
import { invertedResidual } from './invertedResidual.js';
import { fullConvolution, imageNetPreprocessing, type Layer, type Network } from './network.js';

const epsilon = 1e-5;

/** A block of the space: what does not depend on the choice. */
export interface Block {
  inputs: number;
  outputs: number;
  stride: 1 | 2;
  /** Numbers of the choices that this block may take. */
  allowed: number[];
}

/** The blocks of a space in the order in which they run. */
export function blocksOf({ stem, stages, choices }: ChoiceSpace): Block[] {
  let inputs = stem;
  return stages.flatMap(({ channels, blocks, stride }) =>
    Array.from({ length: blocks }, (_, n): Block => {
      const block = { inputs, outputs: channels, stride: n === 0 ? stride : (1 as const) };
      inputs = channels;
      const keepsShape = block.stride === 1 && block.inputs === block.outputs;
      const allowed = choices.flatMap((choice, at) => (choice === 'skip' && !keepsShape ? [] : [at]));
      return { ...block, allowed };
    }),
  );
}

/**
 * The network of one path through a space. Blocks at the same place with the same choice have the same layer names, and
 * so share their weights in a supernet (single path one-shot, Guo et al. 2020).
 *
 * @param path number of the choice of each block
 * @throws RetrievalError for a path that the space does not have.
 */
export function choiceNetwork(space: ChoiceSpace, path: readonly number[]): Network {
  const blocks = blocksOf(space);
  const wrong = blocks.findIndex(({ allowed }, n) => !allowed.includes(path[n]!));
  if (wrong >= 0 || path.length !== blocks.length) {
    throw new RetrievalError({
      what: 'The search space has no such network',
      where: wrong >= 0 ? `path[${wrong}]` : 'path',
      expected: wrong >= 0 ? `one of ${blocks[wrong]!.allowed.join(', ')}` : `${blocks.length} choices`,
      found: wrong >= 0 ? String(path[wrong]) : `${path.length} choices`,
    });
  }
  return { ...networkWith(space, (block) => [path[block]!]), name: `choiceNetwork-${path.join('.')}` };
}

/** The network with all choices of every block at once: it names every weight of a supernet and is never run. */
export function wholeSpace(space: ChoiceSpace): Network {
  const blocks = blocksOf(space);
  return networkWith(space, (block) => blocks[block]!.allowed);
}

function networkWith(space: ChoiceSpace, chosen: (block: number) => readonly number[]): Network {
  const blocks = blocksOf(space);
  const edge = (name: string, kernel: number, stride: 1 | 2, inputs: number, outputs: number): Layer =>
    fullConvolution({
      name: `${name}.convolution`,
      kernel,
      stride,
      inputs,
      outputs,
      padding: 'same',
      batchNorm: { name: `${name}.batchNorm`, epsilon },
      activation: 'relu6',
    });
  const last = blocks.at(-1)!.outputs;
  return {
    name: 'choiceNetwork',
    preprocessing: imageNetPreprocessing,
    layers: [
      edge('stem', 3, 2, 3, space.stem),
      ...blocks.flatMap((block, n) =>
        chosen(n).flatMap((choice) =>
          blockLayers(block, space.choices[choice]!, `block${n}.choice${choice}`),
        ),
      ),
      edge('head', 1, 1, last, space.head),
    ],
    channels: space.head,
  };
}

function blockLayers({ inputs, outputs, stride }: Block, choice: BlockChoice, name: string): Layer[] {
  if (choice === 'skip') return [];
  const names = (part: string): [string, string] => [`${name}.${part}`, `${name}.${part}.batchNorm`];
  return invertedResidual({
    inputs,
    outputs,
    stride,
    kernel: choice.kernel,
    hidden: inputs * choice.expansion,
    padding: 'same',
    epsilon,
    names: { expand: names('expand'), depthwise: names('depthwise'), project: names('project') },
  });
}
