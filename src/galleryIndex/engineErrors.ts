import { howToInstall } from '../base/files/howToInstall.js';
import { fileSystemError } from '../base/files/fileSystemError.js';
import { RetrievalError } from '../errors.js';

/**
 * Imports a package of an engine, which need not be installed.
 * @param others packages that are installed with it
 * @throws RetrievalError (usage) that says how to install it.
 */
export async function importPackage<Module>(
  name: string,
  load: () => Promise<Module>,
  ...others: string[]
): Promise<Module> {
  try {
    return await load();
  } catch (cause) {
    throw new RetrievalError({
      what: `The package ${name} is not there, which this index needs`,
      where: 'node_modules',
      found: cause instanceof Error ? cause.message.split('\n')[0] : String(cause),
      fix: howToInstall(name, ...others),
      kind: 'usage',
      cause,
    });
  }
}

/** What a disk says that is full, in the words of libraries that give no code. */
const fullDisk = /No space left|ENOSPC|os error 28|disk full|could not extend file/i;
/** Of connections, and none of files. */
const networkCodes = /^(ECONN|EPIPE|ENOTFOUND|ETIMEDOUT|EHOSTUNREACH|EAI_)/;
/** What is said of a server that is not there, or not any more. */
const lostServer =
  /ECONNREFUSED|ECONNRESET|EPIPE|ENOTFOUND|ETIMEDOUT|EHOSTUNREACH|UNAVAILABLE|DEADLINE_EXCEEDED|fetch failed|terminat|Connection ended|not queryable|socket|timeout/i;

/**
 * Has an engine do something.
 * @throws RetrievalError for whatever the engine or its server throws: what was being done, where, and what to do about it.
 */
export async function onEngine<T>(doing: string, where: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    const isOfNetwork = networkCodes.test((thrown as NodeJS.ErrnoException)?.code ?? '');
    const error = isOfNetwork ? thrown : fileSystemError(thrown, { doing, where });
    // A mistake of the code is none of the engine's.
    if (error instanceof RetrievalError || error instanceof ReferenceError) throw error;
    if (error instanceof TypeError && error.cause === undefined) throw error;
    const said = saidBy(error);
    const [means, fix] = fullDisk.test(said)
      ? ['the disk is full', 'make room there and run the command again; what was saved before stays']
      : lostServer.test(said)
        ? [
            'the server does not answer',
            'start the server and run the command again; what was saved before stays',
          ]
        : ['the engine refuses it', 'look at what it says; `asym index build` makes the index anew'];
    throw new RetrievalError({ what: `${doing} failed: ${means}`, where, found: said, fix, cause: error });
  }
}

/** All that an error and its causes say. */
function saidBy(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  const inner = error instanceof AggregateError ? error.errors.map(saidBy).join('; ') : '';
  const cause = error.cause === undefined ? '' : `: ${saidBy(error.cause)}`;
  return (
    [error.message, inner, code && !error.message.includes(code) ? code : ''].filter(Boolean).join(' ') +
    cause
  );
}
