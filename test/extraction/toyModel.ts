import { randomSource } from '../../src/base/randomSource.js';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { createQueryModel } from '../../src/models/createQueryModel.js';
import { saveQueryModel } from '../../src/models/queryModelFiles.js';
import { writePhotos } from './toyPhotos.js';

/** Saves an untrained query model, and 70 small photos of three shapes to embed with it. */
export async function toyModel(model: string, photos: string): Promise<void> {
  await selectBackend();
  const random = randomSource(1, 'model');
  const query = await createQueryModel({ kind: 'smallCnn', size: 32, width: 0.25 }, random, { dimension: 8 });
  await saveQueryModel(query, model);
  query.dispose();
  await writePhotos(
    photos,
    Array.from({ length: 70 }, (_, n): [number, number] => [8 + (n % 3), 8]),
  );
}
