import { z } from 'zod';
import { parseConfig } from '../../base/config/parseConfig.js';
import { RetrievalError } from '../../errors.js';
import { Refused } from '../http/refused.js';

/** What is asked for besides the query. */
export interface Wanted {
  /** Results; more than there are rows gives all. */
  top: number;
  without?: number | undefined;
  /** Rows whose similarity to the query is wanted too. */
  rows?: readonly number[] | undefined;
}

/** A query by its kind. */
export type SearchRequest = Wanted &
  (
    | { kind: 'vector'; vector: Float32Array }
    | { kind: 'row'; row: number }
    | { kind: 'picture'; picture: Uint8Array }
  );

/** Most results of one request. */
export const mostResults = 2000;
const usualResults = 10;
/** Bytes of a request, by what it holds. */
const mostBytes = { json: 2 ** 20, raw: 2 ** 18, picture: 2 ** 24 };

const pictureTypes = ['image/jpeg', 'image/png', 'image/webp'];
const types = ['application/json', 'application/octet-stream', ...pictureTypes];

/** The limit of a body by its content type, parameters left out. @throws Refused (415) for a type that is not taken. */
export function bodyLimit(type: string): number {
  if (type === 'application/json') return mostBytes.json;
  if (type === 'application/octet-stream') return mostBytes.raw;
  if (pictureTypes.includes(type)) return mostBytes.picture;
  throw new Refused(415, {
    what: 'The content type is not taken',
    where: 'Content-Type',
    expected: types.join(', '),
    found: type || 'none',
    fix: 'send a vector as JSON or as raw little-endian float32, or a picture',
  });
}

/**
 * Reads a query.
 * @param search parameters of the address: `top`, `without`
 * @param gallery N and D
 * @throws RetrievalError (usage) for anything that can't be searched with.
 */
export function searchRequest(
  type: string,
  body: Uint8Array,
  search: URLSearchParams,
  gallery: { rows: number; columns: number },
): SearchRequest {
  const row = z
    .int()
    .min(0)
    .max(gallery.rows - 1);
  const top = z.int().min(1).max(mostResults).default(usualResults);
  const without = row.optional();
  const rows = z.array(row).max(mostResults).optional();
  if (type === 'application/json') {
    const vector = z.array(z.number()).length(gallery.columns);
    const schema = z.union([
      z.strictObject({ vector, top, without, rows }),
      z.strictObject({ row, top, rows }),
    ]);
    const given = parseConfig(schema, parseJson(body), 'the request');
    if ('row' in given) return { ...given, kind: 'row' };
    return { ...given, kind: 'vector', vector: checked(Float32Array.from(given.vector)) };
  }
  const given = parseConfig(
    z.strictObject({ top, without }),
    Object.fromEntries(numbersOf(search)),
    'the request',
  );
  if (type !== 'application/octet-stream') return { ...given, kind: 'picture', picture: body };
  if (body.length !== gallery.columns * 4) {
    throw new RetrievalError({
      what: 'The vector has another length than those of the gallery',
      where: 'the body',
      expected: `${gallery.columns} float32 numbers, ${gallery.columns * 4} bytes`,
      found: `${body.length} bytes`,
      fix: 'embed the picture with a query model that was trained for this gallery',
      kind: 'usage',
    });
  }
  const view = new DataView(body.buffer, body.byteOffset, body.length);
  const vector = Float32Array.from({ length: gallery.columns }, (_n, d) => view.getFloat32(4 * d, true));
  return { ...given, kind: 'vector', vector: checked(vector) };
}

function numbersOf(search: URLSearchParams): [string, unknown][] {
  return [...search].map(([name, text]) => [name, text.trim() === '' ? text : Number(text)]);
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (cause) {
    throw new RetrievalError({
      what: 'The request is not valid JSON',
      where: 'the body',
      expected: '{"vector": [numbers], "top": 10}',
      found: cause instanceof Error ? cause.message : String(cause),
      kind: 'usage',
      cause,
    });
  }
}

/** The vector at unit length, so that products are cosines. */
function checked(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector);
  if (Number.isFinite(length) && length > 0) return vector.map((value) => value / length);
  const at = vector.findIndex((value) => !Number.isFinite(value));
  throw new RetrievalError({
    what: 'The vector has no direction',
    where: at < 0 ? 'the vector' : `number ${at}`,
    expected: 'finite numbers in the range of float32, not all of them 0',
    found: at < 0 ? `length ${length}` : String(vector[at]),
    kind: 'usage',
  });
}
