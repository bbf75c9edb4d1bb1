// Adds 20 vectors after the other to an index, until it is killed.
import { addToIndex } from '../../src/dist/galleryIndex/changeIndex.js';

const [, , folder] = process.argv;
const model = { name: 'mobileNetV2@224', identity: 'a'.repeat(64) };
for (let round = 0; ; round++) {
  const data = Float32Array.from({ length: 20 * 16 }, (_, n) => Math.sin(n + 1 + round));
  const ids = Array.from({ length: 20 }, (_, n) => `${process.pid} ${round} ${n}`);
  process.stdout.write('.');
  await addToIndex(folder, { source: { data, rows: 20, columns: 16 }, rows: 20, columns: 16, ids, model });
}
