import { randomSource } from '../../src/base/randomSource.js';
import { randomPictures } from '../../src/export/agreementPictures.js';
import { exportFormats } from '../../src/export/exportedFiles.js';
import { formats } from '../../src/export/formats.js';
import { planQueryModel } from '../../src/export/planQueryModel.js';
import { createQueryModel } from '../../src/models/createQueryModel.js';
import { embedSquares } from '../../src/trainedModels/embedSquares.js';
import { shakeModel } from '../export/toyNetwork.js';

const [count, size, dimension] = [4, 32, 12];

/** Vectors of pictures by a query model and by what it is exported to, on the backend that computes. */
export async function exportedVectors(): Promise<Record<string, number[]>> {
  const pixels = randomPictures(count, size);
  const config = { kind: 'smallCnn', size, width: 0.25, pooling: 'gem' } as const;
  const model = await createQueryModel(config, randomSource(4), { dimension });
  shakeModel(model);
  const vectors: Record<string, number[]> = {
    model: Array.from((await embedSquares(model, undefined, pixels, count)).data),
  };
  const plan = await planQueryModel(model);
  for (const name of exportFormats) {
    const loaded = await formats[name].load(await formats[name].write(plan, 'float32'));
    vectors[name] = Array.from(await loaded.embed(pixels, count));
    loaded.dispose();
  }
  model.dispose();
  return vectors;
}
