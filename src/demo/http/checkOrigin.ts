import type { IncomingHttpHeaders } from 'node:http';
import { isIP } from 'node:net';
import { Refused } from './refused.js';

/**
 * Refuses requests that a page of another site sends by the reader's browser: those to a name that was bent to this
 * address, and those that name another origin.
 *
 * @param host that the server was told to listen at; a name counts besides `localhost` and addresses
 * @throws Refused (403, 421)
 */
export function checkOrigin(headers: IncomingHttpHeaders, host: string): void {
  const asked = headers.host ?? '';
  if (!isOwnName(nameOf(asked), host)) {
    throw new Refused(421, {
      what: 'The request is for another host',
      where: 'Host',
      expected: 'localhost or the address of this machine',
      found: asked || 'none',
      fix: 'open the address that the command printed; start it with --host NAME to be called by a name',
    });
  }
  const { origin } = headers;
  if (origin === undefined || origin === `http://${asked}`) return;
  throw new Refused(403, {
    what: 'The request comes from a page of another site',
    where: 'Origin',
    expected: `http://${asked}, or none`,
    found: origin,
    fix: 'ask from a program, or from the page of the demo',
  });
}

function nameOf(host: string): string {
  return (
    /^(\[[^\]]*\]|[^:]*)(:\d+)?$/
      .exec(host)?.[1]
      ?.replace(/^\[|\]$/g, '')
      .toLowerCase() ?? ''
  );
}

const isOwnName = (name: string, host: string): boolean =>
  name === 'localhost' || isIP(name) > 0 || (name !== '' && name === host.toLowerCase());
