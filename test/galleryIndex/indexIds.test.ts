import { expect, test } from 'vitest';
import { openIds, writeIds } from '../../src/galleryIndex/indexIds.js';
import { temporaryFolder } from '../helpers/temporaryFolder.js';

const place = temporaryFolder();

test('ids are the same from memory and from the disk, in the order asked for, and those of unsaved rows are not there', async () => {
  const folder = place('.');
  const names = ['a.jpg', 'Käse/b.jpg', 'd', 'c.jpg', '日本.png', 'unsaved.jpg'];
  await writeIds(folder, 0, names.slice(0, 2));
  await writeIds(folder, 2, names.slice(2, 5));
  await writeIds(folder, 5, names.slice(5));
  const wanted = [4, -1, 0, 3, 1, 4, 2, 5];
  for (const held of [0, 2 ** 28]) {
    const ids = await openIds(folder, 5, held);
    expect(await ids.of(wanted)).toEqual([
      '日本.png',
      '',
      'a.jpg',
      'c.jpg',
      'Käse/b.jpg',
      '日本.png',
      'd',
      '',
    ]);
    // More than a file is read by id for.
    const many = Array.from({ length: 10_050 }, (_, n) => n % 5);
    expect(await ids.of(many)).toEqual(many.map((row) => names[row]));
    expect(await ids.rowsOf(new Set(['c.jpg', 'none.jpg']))).toEqual(new Map([['c.jpg', [3]]]));
    await ids.close();
  }
});
