import * as tf from '@tensorflow/tfjs-core';
import { endInterception } from './intercept.js';

/** The engine's bookkeeping that an interrupted operation leaves behind. */
interface EngineState {
  scopeStack: unknown[];
  gradientDepth: number;
  kernelDepth: number;
  /** What the operations under way have kept for their gradients. */
  activeTape: { saved: tf.Tensor[] }[] | null;
  activeScope: unknown;
}

/**
 * Repairs the engine after an error in the middle of a gradient, which leaves what was kept for it, or after a notebook cell
 * was interrupted in the middle of an operation: an interrupt there skips the code that closes scopes, after which no
 * gradient can be found. Call it outside any `tf.tidy`, before a training starts and when one fails.
 */
export function recoverEngine(): void {
  endInterception();
  const engine = tf.engine() as unknown as { state: EngineState; endScope(): void };
  tf.dispose(engine.state.activeTape?.flatMap(({ saved }) => saved) ?? []);
  while (engine.state.scopeStack.length > 0) engine.endScope();
  Object.assign(engine.state, { gradientDepth: 0, kernelDepth: 0, activeTape: null, activeScope: null });
}
