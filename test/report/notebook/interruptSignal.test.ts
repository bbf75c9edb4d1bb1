import { expect, test } from 'vitest';
import { interruptSignal } from '../../../src/report/notebook/interruptSignal.js';

test('nothing aborts the signal outside a notebook; inside it is the armed one', () => {
  expect(interruptSignal().aborted).toBe(false);
  const controller = new AbortController();
  Object.assign(globalThis, { __interruptSignal: controller.signal });
  expect(interruptSignal()).toBe(controller.signal);
  Object.assign(globalThis, { __interruptSignal: undefined });
});
