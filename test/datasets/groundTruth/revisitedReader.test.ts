import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RetrievalError } from '../../../src/errors.js';
import {
  parseRevisitedGroundTruth,
  readRevisitedGroundTruth,
} from '../../../src/datasets/groundTruth/revisitedReader.js';
import { dict, global, int, list, op, pickle, text, tuple } from '../../checkpoints/pickleWriter.js';

const folder = join(import.meta.dirname, 'fixtures');
const pickles = readdirSync(folder).filter((name) => name.endsWith('.pkl'));

describe('readRevisitedGroundTruth', () => {
  test.each(pickles)('reads lists and arrays as Python wrote them: %s', async (name) => {
    const truth = await readRevisitedGroundTruth(join(folder, name));
    expect(truth.galleryIds).toHaveLength(6);
    expect(truth.galleryIds[5]).toBe('radcliffe_000005');
    expect(truth.queryIds).toEqual(['all_souls_000051', 'christ_church_001005']);
    expect(truth.queries).toEqual([
      {
        box: [136.5, 34.1, 648.5, 955.7],
        easy: Int32Array.of(0, 1),
        hard: Int32Array.of(4),
        junk: Int32Array.of(2, 3),
      },
      { box: [0.5, 1, 10.25, 20], easy: Int32Array.of(), hard: Int32Array.of(2), junk: Int32Array.of(5) },
    ]);
  });

  test('has fixtures of both NumPys and of every protocol', () => {
    expect(pickles).toHaveLength(12);
  });

  test.each(['lists-protocol2.pkl', 'numpy1-protocol4.pkl'])('refuses %s cut off at any byte', (name) => {
    const whole = readFileSync(join(folder, name));
    for (let length = 0; length < whole.length; length++) {
      expect(() => parseRevisitedGroundTruth(whole.subarray(0, length), name)).toThrow(RetrievalError);
    }
  });

  test('either reads or refuses a file with any byte changed, and never throws anything else', () => {
    const whole = readFileSync(join(folder, 'numpy2-protocol4.pkl'));
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, value) => {
        const changed = Buffer.from(whole);
        changed[at] = value;
        try {
          expect(parseRevisitedGroundTruth(changed, 'changed').queries).toHaveLength(2);
        } catch (error) {
          expect(error).toBeInstanceOf(RetrievalError);
        }
      }),
      { numRuns: 500, seed: 1 },
    );
  });

  test('names a file that is not there', async () => {
    await expect(readRevisitedGroundTruth(join(folder, 'absent.pkl'))).rejects.toThrow(
      /cannot be read[^]*absent/,
    );
  });
});

const ints = (...values: number[]) => list(...values.map(int));
const entry = (parts: Record<string, Buffer> = {}) =>
  dict(
    ...Object.entries({
      bbx: ints(0, 0, 2, 2),
      easy: ints(0),
      hard: ints(1),
      junk: ints(2),
      ...parts,
    }).flatMap(([key, value]) => [text(key), value]),
  );
const parse = (parts: Record<string, Buffer> = {}) => {
  const all = {
    imlist: list(text('a'), text('b'), text('c')),
    qimlist: list(text('q')),
    gnd: list(entry()),
    ...parts,
  };
  const items = Object.entries(all).flatMap(([key, value]) => [text(key), value]);
  return parseRevisitedGroundTruth(pickle(dict(...items)), 'gnd.pkl');
};
const shared = Buffer.from([0x68, 9]);

describe('parseRevisitedGroundTruth', () => {
  test('reads what the refused ones below were made of', () => {
    expect(parse().queries[0]).toEqual({
      box: [0, 0, 2, 2],
      easy: Int32Array.of(0),
      hard: Int32Array.of(1),
      junk: Int32Array.of(2),
    });
  });

  const refused: [string, Record<string, Buffer>, RegExp][] = [
    ['no list of pictures', { imlist: op.none }, /no list of texts[^]*imlist/],
    ['an empty list of pictures', { imlist: op.emptyList }, /no list of texts/],
    ['a picture that is a number', { imlist: list(text('a'), int(1)) }, /no list of texts/],
    [
      'a picture that is listed twice',
      { imlist: list(text('a'), text('a')) },
      /listed twice[^]*imlist[^]*"a"/,
    ],
    ['a query that is listed twice', { qimlist: list(text('q'), text('q')) }, /listed twice[^]*qimlist/],
    [
      'more queries than entries',
      { qimlist: list(text('q'), text('r')) },
      /one entry per query[^]*list of 2/,
    ],
    ['no entries', { gnd: op.none }, /one entry per query/],
    ['an entry that is a list', { gnd: list(ints(1)) }, /no dictionary[^]*gnd\[0\]/],
    ['a row outside the gallery', { gnd: list(entry({ hard: ints(3) })) }, /gnd\[0\]\.hard[^]*0 to 2[^]*3/],
    ['a negative row', { gnd: list(entry({ easy: ints(-1) })) }, /not in the gallery[^]*-1/],
    [
      'a row that is no whole number',
      { gnd: list(entry({ easy: tuple(half()) })) },
      /not in the gallery[^]*0\.5/,
    ],
    ['rows that are text', { gnd: list(entry({ easy: text('0') })) }, /no list of numbers[^]*string/],
    ['a row that is text', { gnd: list(entry({ easy: list(text('0')) })) }, /no list of numbers/],
    [
      'a missing list',
      { gnd: list(dict(text('easy'), ints(0))) },
      /no list of numbers[^]*gnd\[0\]\.hard[^]*nothing/,
    ],
    ['a row in two lists', { gnd: list(entry({ junk: ints(0) })) }, /stands twice[^]*row 0 in easy and junk/],
    [
      'a row that comes twice in a list',
      { gnd: list(entry({ junk: ints(2, 2) })) },
      /row 2 in junk and junk/,
    ],
    ['a box of three numbers', { gnd: list(entry({ bbx: ints(0, 0, 2) })) }, /no box[^]*\[0, 0, 2\]/],
    ['a box that is turned around', { gnd: list(entry({ bbx: ints(2, 0, 0, 2) })) }, /no box/],
    [
      'code in an entry',
      { gnd: list(entry({ easy: Buffer.concat([global('os', 'system'), tuple(text('true')), op.reduce]) })) },
      /nothing was executed[^]*os system/,
    ],
    [
      'a list that is remembered and named over and over (a bomb)',
      {
        imlist: list(...Array.from({ length: 20_000 }, (_, i) => text(String(i)))),
        qimlist: list(...Array.from({ length: 60 }, (_, i) => text(`q${i}`))),
        gnd: list(
          entry({
            easy: Buffer.concat([ints(...Array(20_000).keys()), Buffer.from([0x71, 9])]),
            hard: ints(),
            junk: ints(),
          }),
          ...Array.from({ length: 59 }, () => entry({ easy: shared, hard: ints(), junk: ints() })),
        ),
      },
      /too many rows/,
    ],
  ];
  for (const [what, parts, message] of refused) {
    test(`refuses ${what}`, () => {
      expect(() => parse(parts)).toThrow(RetrievalError);
      expect(() => parse(parts)).toThrow(message);
    });
  }

  test('refuses a pickle that is no dictionary', () => {
    expect(() => parseRevisitedGroundTruth(pickle(ints(1)), 'x.pkl')).toThrow(/no dictionary[^]*a list of 1/);
  });
});

function half(): Buffer {
  const bytes = Buffer.alloc(9);
  bytes[0] = 0x47;
  bytes.writeDoubleBE(0.5, 1);
  return bytes;
}
