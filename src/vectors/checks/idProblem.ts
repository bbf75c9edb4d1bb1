/**
 * What keeps a text from being the id of a picture in every format, or nothing: line ends separate ids in a text file, NULs
 * fill up those in an array, half a surrogate pair is no UTF-8.
 */
export function idProblem(id: string): string | undefined {
  if (id === '') return 'it is empty';
  if (/[\r\n]/.test(id)) return 'it has a line break';
  if (id.includes('\0')) return 'it has a NUL';
  return /\p{Surrogate}/u.test(id) ? 'it has half a surrogate pair' : undefined;
}
