import { parentPort } from 'node:worker_threads';
import { packError } from './packedError.js';
import type { WorkAnswer, WorkRequest, Works } from './types.js';

/** Does the works that the pool asks for; called once by the module that a thread starts with. */
export function serveWorks(works: Works): void {
  const port = parentPort!;
  const send = (answer: WorkAnswer, handedOver: ArrayBuffer[] = []): void =>
    port.postMessage(answer, handedOver);
  port.on('message', ({ id, work, input }: WorkRequest) => {
    works[work]!(input as never).then(
      (value) => send({ id, value }, ownMemory(value)),
      (error: unknown) => send({ id, error: packError(error) }),
    );
  });
}

/** Memory that is handed over instead of copied: of an array of bytes, or of those among a result's fields. */
function ownMemory(value: unknown): ArrayBuffer[] {
  const parts = value instanceof Uint8Array ? [value] : Object.values(value ?? {});
  return parts.flatMap((part) =>
    part instanceof Uint8Array && part.buffer instanceof ArrayBuffer ? [part.buffer] : [],
  );
}
