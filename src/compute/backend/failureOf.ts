/** Why something did not start, in a line; of a package that is missing no more than that. */
export function failureOf(error: unknown): string {
  const { code, message = String(error) } = error as NodeJS.ErrnoException;
  const missing = code === 'ERR_MODULE_NOT_FOUND' && /^Cannot find package '([^']+)'/.exec(message);
  return missing ? `${missing[1]} is not installed` : message.split('\n')[0]!;
}
