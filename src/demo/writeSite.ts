import { join } from 'node:path';
import { existsSync, readdirSync } from 'node:fs';
import { atomicWrite } from '../base/files/atomicWrite.js';
import { owningFolder } from '../base/files/owning.js';
import type { Progress } from '../base/progress.js';
import { RetrievalError } from '../errors.js';
import type { Exhibit } from './exhibit/exhibit.js';
import { exhibitFiles } from './exhibitFiles.js';
import { contentSecurityPolicy } from './http/headers.js';

/** What was written. */
export interface WrittenSite {
  files: number;
  bytes: number;
  /** What such a site can't do, in sentences. */
  notes: string[];
}

/** By which a folder is known to hold an earlier site. */
const mark = 'demo.json';

/**
 * Writes a demo as files that any web server can give out: the page, the query models, the gallery's vectors as bytes and
 * its pictures. Nothing is computed by a server then.
 *
 * @param page the built page
 * @throws RetrievalError (usage) for a folder with other files, and for a gallery that is too large.
 */
export async function writeSite(
  exhibit: Exhibit,
  page: ReadonlyMap<string, Uint8Array>,
  out: string,
  onProgress?: Progress,
): Promise<WrittenSite> {
  refuseForeign(out);
  const files = new Map([...page, ...(await exhibitFiles(exhibit, { isStatic: true }))]);
  files.set('index.html', withPolicy(page.get('index.html')!));
  return owningFolder(out, async () => {
    const { gallery } = exhibit;
    const written = { files: 0, bytes: 0 };
    const write = async (name: string, bytes: Uint8Array): Promise<void> => {
      await atomicWrite(join(out, name), bytes);
      written.files += 1;
      written.bytes += bytes.length;
    };
    for (let row = 0; row < gallery.rows; row++) {
      const bytes = await gallery.picture(row);
      if (bytes) await write(`pictures/${row}`, bytes);
      onProgress?.({ done: row + 1, total: gallery.rows, what: 'Pictures' });
    }
    for (const [name, bytes] of files) if (name !== mark) await write(name, bytes);
    await write(mark, files.get(mark)!);
    return { ...written, notes };
  });
}

const notes = [
  'Without a server the gallery model answers for pictures of the gallery only, by their own vectors, rounded to bytes as all are here.',
  'Open it through a web server: browsers load no models from the disk.',
];

/** A web server need not send the policy; the page then brings it along. */
function withPolicy(page: Uint8Array): Uint8Array {
  const meta = `<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy}" />`;
  const text = new TextDecoder().decode(page);
  return new TextEncoder().encode(text.replace('<meta charset', `${meta}\n    <meta charset`));
}

function refuseForeign(out: string): void {
  if (!existsSync(out) || readdirSync(out).length === 0 || existsSync(join(out, mark))) return;
  throw new RetrievalError({
    what: 'The folder holds other files',
    where: out,
    expected: 'a folder that is new, empty or holds an earlier export of the demo',
    fix: 'name another folder',
    kind: 'usage',
  });
}
