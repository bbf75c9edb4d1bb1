import { inputName, outputName, type Plan, type Step } from './plan.js';

/** A step without what the builder knows. */
type New<S> = S extends Step ? Omit<S, 'name' | 'inputs' | 'shape'> : never;

/** Result of a step while a plan is built. */
export interface Value {
  name: string;
  shape: number[];
}

/** Collects steps under unique names. */
export interface PlanBuilder {
  /** @param shape default: the shape of the first input */
  add(step: New<Step>, inputs: Value[], options?: { name?: string; shape?: number[] }): Value;
  /** The plan; its last step is called `embedding`. */
  finish(): Plan;
}

/** @param size side of the pictures */
export function planBuilder(size: number): PlanBuilder {
  const steps: Step[] = [];
  const names = new Set<string>([outputName]);
  const unique = (wanted: string): string => {
    let name = wanted;
    for (let n = 2; names.has(name); n++) name = `${wanted}_${n}`;
    names.add(name);
    return name;
  };
  return {
    add(step, inputs, { name = step.kind, shape = inputs[0]?.shape ?? [] } = {}) {
      const added = {
        ...step,
        name: unique(step.kind === 'pixels' ? inputName : name),
        inputs: inputs.map((value) => value.name),
        shape,
      };
      steps.push(added);
      return { name: added.name, shape };
    },
    finish() {
      const last = steps.at(-1)!;
      return {
        size,
        dimension: last.shape[0]!,
        steps: [...steps.slice(0, -1), { ...last, name: outputName }],
      };
    },
  };
}
