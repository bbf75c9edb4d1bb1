import { Refused } from './refused.js';

/** Requests at once, and a second afterwards, of one address. */
export interface Rate {
  burst: number;
  perSecond: number;
}

/** Addresses that are remembered. */
const mostAddresses = 1000;

/**
 * Counts requests by their sender.
 * @returns a function that takes note of one. @throws Refused (429) for one too many.
 */
export function rateLimit(
  { burst, perSecond }: Rate,
  now: () => number = () => performance.now() / 1000,
): (address: string) => void {
  const senders = new Map<string, { left: number; at: number }>();
  return (address) => {
    const time = now();
    const { left, at } = senders.get(address) ?? { left: burst, at: time };
    const free = Math.min(burst, left + (time - at) * perSecond);
    senders.delete(address);
    senders.set(address, { left: Math.max(0, free - 1), at: time });
    if (senders.size > mostAddresses) senders.delete(senders.keys().next().value!);
    if (free < 1) throw tooOften({ burst, perSecond });
  };
}

function tooOften({ burst, perSecond }: Rate): Refused {
  return new Refused(429, {
    what: 'There are too many requests',
    expected: `at most ${burst} at once and ${perSecond} a second afterwards`,
    fix: 'wait a second',
  });
}
