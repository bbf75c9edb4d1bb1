import { relative } from 'node:path';
import { atomicWrite } from '../../base/files/atomicWrite.js';
import { owningFile } from '../../base/files/owning.js';
import { searchPage } from '../../report/page/searchPage.js';
import type { PictureQuery, PictureSearch } from '../../trainedModels/pictureSearch.js';
import { encodePicture } from './encodePicture.js';
import { pictureStrip } from './pictureStrip.js';
import { detectProtocol, type TerminalProtocol } from './terminalGraphics.js';

/** How found pictures are shown. */
export type ShownAs = TerminalProtocol | 'page' | 'nothing';

/**
 * What `auto` means here: pictures in the terminal that can show them, a page in another one, and nothing where the output
 * goes into a file or a program.
 */
export async function howToShow(wanted: 'auto' | 'off' | 'page' | TerminalProtocol): Promise<ShownAs> {
  if (wanted === 'off') return 'nothing';
  if (wanted !== 'auto') return wanted;
  return (await detectProtocol()) ?? (process.stdout.isTTY ? 'page' : 'nothing');
}

/** Shows each query's strip of pictures in a terminal. @returns a function that does so for a query. */
export async function terminalStrips(
  search: PictureSearch,
  protocol: TerminalProtocol,
): Promise<(query: PictureQuery) => Promise<void>> {
  const gallery = await search.pictures.gallery();
  return async (query) => {
    const strip = await pictureStrip(query, search.pictures.queries, gallery);
    process.stdout.write(`${await encodePicture(strip, protocol)}\n`);
  };
}

/** Writes what was found as a page, and says where. */
export async function writeSearchPage(search: PictureSearch, file: string): Promise<void> {
  const page = await searchPage(search);
  // What was found is found: a page of another search is waited for.
  await owningFile(file, () => atomicWrite(file, page), { wait: true });
  console.log(`Pictures: ${relative('.', file)} (opens in any browser)`);
}
