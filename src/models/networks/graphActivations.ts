import type { GraphBuilder } from '../../compute/backend/graphBuilder.js';
import type { Activation } from './network.js';

/** An activation in a graph. */
export interface AddedActivation {
  input: string;
  output: string;
  /** What the gradient of the hard forms needs: their ReLU6. */
  inner: string;
}

type Applied = Exclude<Activation, 'none'>;

/**
 * Adds an activation to a graph.
 *
 * @param isKept whether `input` leaves the graph. TensorFlow fuses `x sigmoid(x)` with what comes before it and loses x
 *   even then, so that it must not see this form.
 */
export function addActivation(
  graph: GraphBuilder,
  activation: Applied,
  input: string,
  isKept = false,
): AddedActivation {
  const plain = (op: string): AddedActivation => {
    const output = graph.add(op, [input]);
    return { input, output, inner: output };
  };
  switch (activation) {
    case 'relu':
      return plain('Relu');
    case 'relu6':
      return plain('Relu6');
    case 'sigmoid':
      return plain('Sigmoid');
    case 'swish': {
      const sigmoid = isKept ? sigmoidByTanh(graph, input) : graph.add('Sigmoid', [input]);
      const output = graph.add('Mul', [input, sigmoid]);
      return { input, output, inner: output };
    }
    case 'hardSigmoid':
    case 'hardSwish': {
      const inner = graph.add('Relu6', [graph.add('AddV2', [input, scalar(graph, 3)])]);
      const gate = graph.add('Mul', [inner, scalar(graph, 1 / 6)]);
      return { input, output: activation === 'hardSwish' ? graph.add('Mul', [input, gate]) : gate, inner };
    }
  }
}

/**
 * Adds the way back through an activation.
 *
 * @param forward takes a value of the forward pass into this graph
 * @param gradient of the activation's output
 * @returns the gradient of its input
 */
export function addActivationGradient(
  graph: GraphBuilder,
  activation: Applied,
  added: AddedActivation,
  forward: (output: string) => string,
  gradient: string,
): string {
  const times = (...factors: [string, string]): string => graph.add('Mul', factors);
  const sixth = (x: string): string => times(x, scalar(graph, 1 / 6));
  switch (activation) {
    // Either side of these tells where they let a gradient through; the output is kept anyway.
    case 'relu':
      return graph.add('ReluGrad', [gradient, forward(added.output)]);
    case 'relu6':
      return graph.add('Relu6Grad', [gradient, forward(added.output)]);
    case 'sigmoid':
      return graph.add('SigmoidGrad', [forward(added.output), gradient]);
    case 'swish': {
      const [x, one] = [forward(added.input), scalar(graph, 1)];
      const sigmoid = graph.add('Sigmoid', [x]);
      const slope = graph.add('AddV2', [one, times(x, graph.add('Sub', [one, sigmoid]))]);
      return times(gradient, times(sigmoid, slope));
    }
    case 'hardSigmoid':
      return graph.add('Relu6Grad', [sixth(gradient), forward(added.inner)]);
    case 'hardSwish': {
      const inner = forward(added.inner);
      const throughGate = graph.add('Relu6Grad', [times(sixth(gradient), forward(added.input)), inner]);
      return graph.add('AddV2', [times(gradient, sixth(inner)), throughGate]);
    }
  }
}

/** `(1 + tanh(x / 2)) / 2` */
function sigmoidByTanh(graph: GraphBuilder, x: string): string {
  const half = scalar(graph, 0.5);
  const scaled = graph.add('Mul', [graph.add('Tanh', [graph.add('Mul', [x, half])]), half]);
  return graph.add('AddV2', [scaled, half]);
}

function scalar(graph: GraphBuilder, value: number): string {
  return graph.constant([], Float32Array.of(value));
}
