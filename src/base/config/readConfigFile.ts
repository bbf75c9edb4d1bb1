import { parseDocument, type Document } from 'yaml';
import { isRecord } from './jsonObject.js';
import { RetrievalError } from '../../errors.js';
import { readRegular } from '../files/regularFile.js';

/** Most bytes of a configuration. */
const largestFile = 2 ** 24;

/**
 * Reads a configuration from a JSON or YAML file (YAML 1.2, of which JSON is a part), as it stands there.
 * @throws RetrievalError for a file that is not there (data), is not valid or holds no object (usage).
 */
export async function readConfigFile(file: string): Promise<Record<string, unknown>> {
  const bytes = await readRegular(file, largestFile).catch((cause: NodeJS.ErrnoException) => {
    if (cause instanceof RetrievalError) throw cause;
    throw new RetrievalError({
      what: 'The configuration can not be read',
      where: file,
      expected: 'a JSON or YAML file',
      found: cause.code ?? cause.message,
      fix: 'correct the path',
      kind: 'data',
      cause,
    });
  });
  const document = parseDocument(bytes.toString(), { prettyErrors: true, logLevel: 'error' });
  const [error] = document.errors;
  if (error) throw notValid(file, 'valid JSON or YAML', error.message, error);
  const value = plainValue(document, file);
  if (isRecord(value)) {
    // Editors read it, see `asym schema`.
    return Object.fromEntries(Object.entries(value).filter(([key]) => key !== '$schema'));
  }
  throw notValid(
    file,
    'an object, as { "dataset": "emoji" }',
    value === null ? 'nothing' : JSON.stringify(value),
  );
}

/** Names that stand for nothing, and for too much, are seen when they are looked up. */
function plainValue(document: Document.Parsed, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    throw notValid(
      file,
      'names (`*name`) of what is there, in a sensible number',
      (error as Error).message,
      error,
    );
  }
}

function notValid(file: string, expected: string, found: string, cause?: unknown): RetrievalError {
  return new RetrievalError({
    what: 'The configuration is not valid',
    where: file,
    expected,
    found: found.trimEnd(),
    kind: 'usage',
    cause,
  });
}
