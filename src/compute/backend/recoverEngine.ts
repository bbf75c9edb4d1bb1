import * as tf from '@tensorflow/tfjs-core';
import { endInterception } from './intercept.js';

/** The engine's bookkeeping that an interrupted operation leaves behind. */
interface EngineState {
  scopeStack: unknown[];
  gradientDepth: number;
  kernelDepth: number;
  activeTape: unknown;
  activeScope: unknown;
}

/**
 * Repairs the engine after a notebook cell was interrupted in the middle of an operation: an interrupt there skips the
 * code that closes scopes, after which no gradient can be found. Call it before a training starts, outside any `tf.tidy`.
 */
export function recoverEngine(): void {
  endInterception();
  const engine = tf.engine() as unknown as { state: EngineState; endScope(): void };
  while (engine.state.scopeStack.length > 0) engine.endScope();
  Object.assign(engine.state, { gradientDepth: 0, kernelDepth: 0, activeTape: null, activeScope: null });
}
