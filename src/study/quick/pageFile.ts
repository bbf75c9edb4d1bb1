import { join } from 'node:path';
import { atomicWrite } from '../../base/files/atomicWrite.js';
import { resultsPage, type PageContent } from './page.js';

/** The page of results as a file that is written anew whenever its content changes. */
export function pageFile(folder: string, first: PageContent) {
  const file = join(folder, 'index.html');
  let content = first;
  let written: Promise<void> = Promise.resolve();
  return {
    file,
    /** Changes part of the content; resolves when the file shows it. */
    show(change: Partial<PageContent>): Promise<void> {
      content = { ...content, ...change };
      const text = resultsPage(content);
      written = written.then(() => atomicWrite(file, text));
      return written;
    },
  };
}
