import type { RandomSource } from '../../../src/base/randomSource.js';

type Change = (bytes: Buffer, random: RandomSource) => Buffer;

const numbers = [0, 1, 2, 127, 128, 255, 2 ** 15, 2 ** 16 - 1, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1];
const words = [
  ...[
    '-1',
    '0',
    '1e308',
    '1e999',
    'NaN',
    'null',
    'true',
    '""',
    '[]',
    '{}',
    '{"__proto__":1}',
    '99999999999999999999',
  ],
  ...[
    '../../x',
    '/',
    '\\u0000',
    '\u{FEFF}',
    '=1+1',
    'constructor',
    '\n',
    ',',
    '"',
    '\t',
    '[[[[[[[[',
    ': *a',
    '&a [*a]',
  ],
];

/** A place in the bytes, and as often as not one near the beginning, where formats say what they are. */
function placeIn({ length }: Buffer, random: RandomSource): number {
  return random.integer(Math.max(1, random.integer(2) ? length : Math.min(length, 64)));
}

function spliced(bytes: Buffer, at: number, length: number, ...instead: Buffer[]): Buffer {
  return Buffer.concat([bytes.subarray(0, at), ...instead, bytes.subarray(at + length)]);
}

const someOf = (bytes: Buffer, random: RandomSource): Buffer => {
  const at = placeIn(bytes, random);
  return bytes.subarray(at, at + 1 + random.integer(24));
};

const changes: Change[] = [
  function flipBit(bytes, random) {
    const changed = Buffer.from(bytes);
    if (bytes.length > 0) changed[placeIn(bytes, random)] ^= 1 << random.integer(8);
    return changed;
  },
  function setByte(bytes, random) {
    const changed = Buffer.from(bytes);
    if (bytes.length > 0) changed[placeIn(bytes, random)] = random.integer(256);
    return changed;
  },
  function setNumber(bytes, random) {
    if (bytes.length < 8) return bytes;
    const changed = Buffer.from(bytes);
    const at = Math.min(placeIn(bytes, random), bytes.length - 8);
    const value = numbers[random.integer(numbers.length)];
    if (random.integer(2)) changed.writeUInt32LE(value, at);
    else changed.writeUInt32BE(value, at);
    if (random.integer(4) === 0) changed.writeUInt32LE(value, at + 4);
    return changed;
  },
  function cutOff(bytes, random) {
    return bytes.subarray(0, random.integer(bytes.length + 1));
  },
  function takeOut(bytes, random) {
    return spliced(bytes, placeIn(bytes, random), 1 + random.integer(16));
  },
  function putIn(bytes, random) {
    const noise = Buffer.from(Array.from({ length: 1 + random.integer(16) }, () => random.integer(256)));
    return spliced(bytes, placeIn(bytes, random), 0, noise);
  },
  function repeat(bytes, random) {
    return spliced(bytes, placeIn(bytes, random), 0, someOf(bytes, random));
  },
  function copyOver(bytes, random) {
    const some = someOf(bytes, random);
    return spliced(bytes, placeIn(bytes, random), some.length, some);
  },
  function sayOtherwise(bytes, random) {
    const word = Buffer.from(words[random.integer(words.length)]);
    return spliced(bytes, placeIn(bytes, random), random.integer(4), word);
  },
  function otherDigits(bytes, random) {
    // Latin 1 keeps every byte.
    const text = bytes.toString('latin1');
    const found = [...text.matchAll(/-?\d+(\.\d+)?/g)];
    if (found.length === 0) return bytes;
    const { index, 0: digits } = found[random.integer(found.length)];
    const word = words[random.integer(12)];
    return spliced(bytes, index, digits.length, Buffer.from(random.integer(2) ? word : `${digits}0`));
  },
];

/** Bytes with one to three things in them changed, by a random source. */
export function mutate(bytes: Uint8Array, random: RandomSource): Buffer {
  let changed = Buffer.from(bytes);
  for (let n = 1 + random.integer(3); n > 0; n--) {
    changed = Buffer.from(changes[random.integer(changes.length)](changed, random));
  }
  return changed;
}
