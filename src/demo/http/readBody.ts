import type { IncomingMessage } from 'node:http';
import { Refused } from './refused.js';

/**
 * The body of a request.
 * @param most bytes that it may have
 * @throws Refused (413) as soon as there are more.
 */
export async function readBody(request: IncomingMessage, most: number): Promise<Uint8Array> {
  const said = Number(request.headers['content-length'] ?? 0);
  if (said > most) throw tooLarge(most, said);
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > most) throw tooLarge(most, bytes);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function tooLarge(most: number, found: number): Refused {
  return new Refused(413, {
    what: 'The request is too large',
    where: 'the body',
    expected: `at most ${most} bytes`,
    found: `${found} bytes or more`,
    fix: 'send a smaller picture, or a vector',
  });
}
