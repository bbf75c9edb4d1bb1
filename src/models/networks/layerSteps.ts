import { activationStep, convolutionStep } from './convolutionSteps.js';
import { addConcatenation, addCrop, addMaxPool, addReduction, addShuffle, addSplit } from './graphLayers.js';
import { chain, mapShape, type GraphMap, type GraphPair, type Step } from './graphPair.js';
import type { Branches, ChannelShuffle, Layer, MaxPool, Residual, SqueezeExcite } from './network.js';

/** Adds layers that `hasGraph` accepts to both graphs. */
export function layersStep(pair: GraphPair, layers: Layer[], input: GraphMap): Step {
  return chain(
    input,
    layers.map((layer) => (x) => layerStep(pair, layer, x)),
  );
}

function layerStep(pair: GraphPair, layer: Layer, x: GraphMap): Step {
  switch (layer.kind) {
    case 'convolution':
      return convolutionStep(pair, layer, x);
    case 'maxPool':
      return maxPoolStep(pair, layer, x);
    case 'residual':
      return chain(x, [(y) => sumStep(pair, layer, y), activationStep(pair, layer.activation ?? 'none')]);
    case 'squeezeExcite':
      return squeezeExciteStep(pair, layer, x);
    case 'branches':
      return branchesStep(pair, layer, x);
    case 'channelShuffle':
      return shuffleStep(pair, layer, x);
  }
}

function sumStep(pair: GraphPair, { layers, shortcut = [] }: Residual, x: GraphMap): Step {
  const { forward, backward } = pair;
  const inner = layersStep(pair, layers, x);
  const outer = layersStep(pair, shortcut, x);
  return {
    output: forward.add('AddV2', [outer.output, inner.output]),
    channels: inner.channels,
    back: (gradient) => backward.add('AddV2', [outer.back(gradient), inner.back(gradient)]),
  };
}

function squeezeExciteStep(pair: GraphPair, { layers }: SqueezeExcite, x: GraphMap): Step {
  const { forward, backward, keep } = pair;
  const means = { output: addReduction(forward, 'Mean', x.output), channels: x.channels };
  const gate = layersStep(pair, layers, means);
  return {
    output: forward.add('Mul', [x.output, gate.output]),
    channels: x.channels,
    back(gradient) {
      const input = keep(x.output, mapShape(x.channels));
      const factors = keep(gate.output, mapShape(x.channels));
      const ofGate = addReduction(backward, 'Sum', backward.add('Mul', [gradient, input]));
      const positions = addReduction(backward, 'Sum', backward.add('OnesLike', [input]));
      const ofEach = backward.add('Div', [gate.back(ofGate), positions]);
      return backward.add('AddV2', [backward.add('Mul', [gradient, factors]), ofEach]);
    },
  };
}

function branchesStep(pair: GraphPair, { branches, split }: Branches, x: GraphMap): Step {
  const { forward, backward } = pair;
  const parts = split && addSplit(forward, x.output, split);
  const steps = branches.map((branch, n) =>
    layersStep(pair, branch, parts ? { output: parts[n]!, channels: split[n]! } : x),
  );
  const widths = steps.map(({ channels }) => channels);
  return {
    output: addConcatenation(
      forward,
      steps.map(({ output }) => output),
    ),
    channels: widths.reduce((sum, channels) => sum + channels, 0),
    back(gradient) {
      const gradients = addSplit(backward, gradient, widths).map((part, n) => steps[n]!.back(part));
      return split
        ? addConcatenation(backward, gradients)
        : gradients.reduce((sum, part) => backward.add('AddV2', [sum, part]));
    },
  };
}

function shuffleStep({ forward, backward }: GraphPair, layer: ChannelShuffle, x: GraphMap): Step {
  const { groups, channels } = layer;
  return {
    output: addShuffle(forward, layer, x.output),
    channels,
    back: (gradient) => addShuffle(backward, { channels, groups: channels / groups }, gradient),
  };
}

function maxPoolStep({ forward, backward, keep }: GraphPair, layer: MaxPool, x: GraphMap): Step {
  const { output, padded, side, attributes } = addMaxPool(forward, layer, x.output);
  return {
    output,
    channels: x.channels,
    back(gradient) {
      const [input, largest] = [padded, output].map((name) => keep(name, mapShape(x.channels)));
      const dx = backward.add('MaxPoolGrad', [input!, largest!, gradient], attributes);
      const sizes = backward.add('Shape', [input!], { out_type: { type: 'int32' } });
      return addCrop(backward, dx, sizes, side);
    },
  };
}
