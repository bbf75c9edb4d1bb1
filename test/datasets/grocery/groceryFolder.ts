import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writePicture } from '../pictures.js';

const perClass = { train: 3, val: 1, test: 2 };
const classes = 10;

/** Ten classes of made-up Grocery Store photos in the owner's layout. */
export async function writeGroceries(folder: string): Promise<void> {
  const root = join(folder, 'dataset');
  mkdirSync(root, { recursive: true });
  const numbers = Array.from({ length: classes }, (_, id) => id);
  const header =
    'Class Name (str),Class ID (int),Coarse Class Name (str),Coarse Class ID (int),Iconic Image Path (str),Product Description Path (str)';
  const icon = (id: number) => `iconic-images-and-descriptions/Fruit/C${id}/C${id}_Iconic.jpg`;
  const rows = numbers.map((id) => `C${id},${id},Fruit,0,/${icon(id)},/x.txt`);
  writeFileSync(join(root, 'classes.csv'), [header, ...rows].join('\n'));
  for (const id of numbers) await writePicture(root, icon(id), 200 + id);
  for (const [list, count] of Object.entries(perClass)) {
    const paths = numbers.flatMap((id) =>
      Array.from({ length: count }, (_, i) => [`${list}/Fruit/C${id}/C${id}_${i}.jpg`, id] as const),
    );
    for (const [i, [path]] of paths.entries()) await writePicture(root, path, i);
    writeFileSync(join(root, `${list}.txt`), paths.map(([path, id]) => `${path}, ${id}, 0\n`).join(''));
  }
}
