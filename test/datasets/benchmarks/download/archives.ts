import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { pack, type Header } from 'tar-stream';

/** What an archive of the tests holds: contents by path, or a header of its own. */
export type ArchiveEntry = [path: string, content: string | Uint8Array, header?: Partial<Header>];

/** A tar archive. */
export async function tarOf(entries: ArchiveEntry[]): Promise<Uint8Array> {
  const archive = pack();
  for (const [name, content, header] of entries) {
    archive.entry({ name, ...header }, typeof content === 'string' ? Buffer.from(content) : content);
  }
  archive.finalize();
  const chunks: Uint8Array[] = [];
  for await (const chunk of archive as AsyncIterable<Uint8Array>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** The same, compressed. */
export async function tgzOf(entries: ArchiveEntry[]): Promise<Uint8Array> {
  return gzipSync(await tarOf(entries));
}

/** A zip archive. */
export function zipOf(entries: ArchiveEntry[]): Uint8Array {
  const contents = entries.map(([path, content]): [string, Uint8Array] => [
    path,
    new Uint8Array(Buffer.from(content)),
  ]);
  return zipSync(Object.fromEntries(contents));
}
