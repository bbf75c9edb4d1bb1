import { extname } from 'node:path';
import { RetrievalError } from '../../errors.js';

/** Fields of a record, and columns of a table, that labels are looked for in. */
export const labelFields = ['label', 'class', 'cls'];
/** Most bytes of a file that says the label of one picture. */
const mostBytes = 2 ** 20;

/** Whether a file in a tar may say the label of the picture beside it, as WebDataset has them. */
export function isLabelFile(name: string): boolean {
  return ['.cls', '.json'].includes(extname(name).toLowerCase());
}

/** What files of one picture have in common: the name up to the first dot behind the folders. */
export function sampleOf(name: string): string {
  const path = name.replace(/^\.\//, '');
  const dot = path.indexOf('.', path.lastIndexOf('/') + 1);
  return dot < 0 ? path : path.slice(0, dot);
}

/** A value as a label; empty for none. */
export function labelText(value: unknown): string {
  return ['string', 'number', 'bigint', 'boolean'].includes(typeof value) ? String(value).trim() : '';
}

/**
 * The label in a file `.cls`, which is all of it, or in one `.json`, which may have none.
 * @throws RetrievalError (data) for what is no JSON, or too long for a label.
 */
export async function labelIn(
  content: AsyncIterable<Uint8Array>,
  size: number,
  where: string,
): Promise<string | undefined> {
  if (size > mostBytes) throw noLabelFile(where, `at most ${mostBytes} bytes`, `${size} bytes`);
  const parts: Uint8Array[] = [];
  for await (const part of content) parts.push(part);
  const text = Buffer.concat(parts).toString('utf8');
  if (extname(where).toLowerCase() === '.cls') return text.trim();
  try {
    const record = JSON.parse(text) as Record<string, unknown> | null;
    const field = labelFields.find((name) => labelText(record?.[name]) !== '');
    return field === undefined ? undefined : labelText(record![field]);
  } catch (cause) {
    throw noLabelFile(where, 'JSON', cause instanceof Error ? cause.message : String(cause));
  }
}

function noLabelFile(where: string, expected: string, found: string): RetrievalError {
  return new RetrievalError({
    what: 'The file beside a picture can not be read',
    where,
    expected,
    found,
    fix: 'write the tar again without it, or with a right one',
    kind: 'data',
  });
}
