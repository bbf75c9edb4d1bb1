const signatures = { end: 0x06054b50, locator: 0x07064b50, entry: 0x02014b50 };
const endBytes = 22;
const longestComment = 0xffff;
const entryBytes = 46;

/**
 * The CRC-32 of each file of a zip archive in the order of its directory, which fflate reads but does not compare.
 *
 * @throws Error for an archive without a directory; RangeError for one that points out of it.
 */
export function zipChecksums(bytes: Uint8Array): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const checksums: number[] = [];
  let position = directoryStart(view);
  while (position + entryBytes <= bytes.length && view.getUint32(position, true) === signatures.entry) {
    checksums.push(view.getUint32(position + 16, true));
    const [name, extra, comment] = [28, 30, 32].map((at) => view.getUint16(position + at, true));
    position += entryBytes + name! + extra! + comment!;
  }
  return checksums;
}

function directoryStart(view: DataView): number {
  const first = Math.max(0, view.byteLength - endBytes - longestComment);
  let end = view.byteLength - endBytes;
  while (end >= first && view.getUint32(end, true) !== signatures.end) end--;
  if (end < first) throw new Error('an archive without a directory');
  const locator = end - 20;
  if (locator < 0 || view.getUint32(locator, true) !== signatures.locator)
    return view.getUint32(end + 16, true);
  // The directory of an archive beyond 4 GiB is described in a record that the locator points to.
  return Number(view.getBigUint64(Number(view.getBigUint64(locator + 8, true)) + 48, true));
}
