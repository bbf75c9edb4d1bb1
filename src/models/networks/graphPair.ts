import { graphBuilder, type GraphBuilder } from '../../compute/backend/graphBuilder.js';

/** The forward and the backward graph of a network while they are written. */
export interface GraphPair {
  readonly forward: GraphBuilder;
  readonly backward: GraphBuilder;
  /** Share of the running averages that stays at each step. */
  readonly momentum: number;
  /** Outputs of the forward graph by the name of the placeholder that takes them in the backward graph. */
  readonly kept: Map<string, string>;
  /** Outputs of the backward graph by the name of the weight whose gradient they are. */
  readonly gradients: Map<string, string>;
  /** Outputs of the forward graph by the name of the running average that they replace. */
  readonly averages: Map<string, string>;
  /** Takes an output of the forward graph into the backward graph; -1 for sides that are not known. */
  readonly keep: (output: string, shape: number[]) => string;
}

export function graphPair(momentum: number): GraphPair {
  const [forward, backward] = [graphBuilder(), graphBuilder()];
  const kept = new Map<string, string>();
  return {
    forward,
    backward,
    momentum,
    kept,
    gradients: new Map(),
    averages: new Map(),
    keep(output, shape) {
      const name = `kept_${output.replace(':', '_')}`;
      if (!kept.has(name)) backward.placeholder(name, shape);
      kept.set(name, output);
      return name;
    },
  };
}

/** A feature map in the forward graph. */
export interface GraphMap {
  output: string;
  channels: number;
}

/** A feature map and the way back from it. */
export interface Step extends GraphMap {
  /** Adds the way back to the backward graph: from the gradient of `output` to that of the step's input. */
  back: (gradient: string) => string;
}

/** Adds one step to both graphs. */
export type AddStep = (x: GraphMap) => Step;

/** Steps one after the other; without any, what was given. */
export function chain(input: GraphMap, steps: AddStep[]): Step {
  const done: Step[] = [];
  for (const step of steps) done.push(step(done.at(-1) ?? input));
  const { output, channels } = done.at(-1) ?? input;
  return { output, channels, back: (gradient) => done.reduceRight((dy, step) => step.back(dy), gradient) };
}

/** Shape of a feature map whose other sides are not known. */
export function mapShape(channels: number): number[] {
  return [-1, -1, -1, channels];
}
