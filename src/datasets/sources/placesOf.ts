import { readdirSync } from 'node:fs';
import { listS3 } from '../../base/objects/s3.js';
import { isAddress } from '../../base/objects/types.js';
import { RetrievalError } from '../../errors.js';
import { expandBraces } from './expandBraces.js';

/**
 * The places that a text stands for: `{000..127}` for the numbers in a row, `*` for any part of a file's name, in the order of the
 * names.
 * @throws RetrievalError where a `*` is in the name of a folder or behind an address that has no list, or fits nothing.
 */
export async function placesOf(text: string): Promise<string[]> {
  const places: string[] = [];
  for (const place of expandBraces(text)) {
    if (place.includes('*')) places.push(...(await namesLike(place)));
    else places.push(place);
  }
  return places;
}

async function namesLike(pattern: string): Promise<string[]> {
  const start = pattern.lastIndexOf('/') + 1;
  const [folder, name] = [pattern.slice(0, start), pattern.slice(start)];
  const isS3 = pattern.startsWith('s3://');
  if (folder.includes('*') || (isAddress(pattern) && !isS3)) {
    throw new RetrievalError({
      what: 'A * stands for a part of a name that can be looked up',
      where: pattern,
      expected: 'it in the name of a file, in a folder or behind s3://',
      found: folder.includes('*') ? 'it in the name of a folder' : 'an address whose server gives no lists',
      fix: 'name numbers in a row by braces, for example {000..127}',
      kind: 'usage',
    });
  }
  const parts = name.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'));
  const isLike = new RegExp(`^${parts.join('[^/]*')}$`);
  const names = isS3
    ? (await listS3(pattern.slice(0, pattern.indexOf('*')))).map(({ url }) => url.slice(start))
    : readdirSync(folder || '.').sort();
  const found = names.filter((each) => isLike.test(each)).map((each) => folder + each);
  if (found.length > 0) return found;
  throw new RetrievalError({
    what: 'No file is called so',
    where: pattern,
    expected: 'at least one whose name fits',
    found: `${names.length} other names`,
    fix: 'correct the name; in a shell it stands in quotes',
    kind: 'data',
  });
}
