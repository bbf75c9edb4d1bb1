import { readFile } from 'node:fs/promises';
import { RetrievalError } from '../../errors.js';
import { atomicWrite } from '../../base/files/atomicWrite.js';

const begin = /^<!-- begin ([\w-]+) -->$/;

/**
 * Replaces what stands between `<!-- begin NAME -->` and `<!-- end NAME -->` by the section of that name, so that a page
 * cannot say something else than the results.
 *
 * @param sections Markdown by name
 * @throws RetrievalError for a name without a section and for a section without an end.
 */
export function fillPage(
  page: string,
  sections: Readonly<Record<string, string>>,
  where = 'the page',
): string {
  const filled: string[] = [];
  const lines = page.split('\n');
  for (let n = 0; n < lines.length; n++) {
    filled.push(lines[n]!);
    const name = begin.exec(lines[n]!)?.[1];
    if (name === undefined) continue;
    const end = lines.indexOf(`<!-- end ${name} -->`, n);
    const section = sections[name];
    if (section === undefined || end < 0) {
      throw new RetrievalError({
        what: 'A page cannot be filled from the results',
        where: `${where}, line ${n + 1}`,
        expected: end < 0 ? `<!-- end ${name} --> after it` : `one of ${Object.keys(sections).join(', ')}`,
        found: end < 0 ? 'the end of the page' : name,
      });
    }
    filled.push('', section.trim(), '', lines[end]!);
    n = end;
  }
  return filled.join('\n');
}

/** Fills a file in place. @returns whether it has changed. */
export async function fillFile(file: string, sections: Readonly<Record<string, string>>): Promise<boolean> {
  const page = await readFile(file, 'utf8');
  const filled = fillPage(page, sections, file);
  if (filled === page) return false;
  await atomicWrite(file, filled);
  return true;
}
