import { join } from 'node:path';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { exportQueryModel } from '../../src/export/exportQueryModel.js';
import { createQueryModel } from '../../src/models/createQueryModel.js';
import { saveQueryModel } from '../../src/models/queryModelFiles.js';
import { randomSource } from '../../src/base/randomSource.js';
import { answerRaces } from '../helpers/racers.js';

// Exports a model of its own, with its number as the licence.
answerRaces(async (out) => {
  await selectBackend();
  const model = await createQueryModel({ kind: 'smallCnn', width: 0.5 }, randomSource(process.pid), {
    dimension: 12,
  });
  const folder = join(out, '..', `model-${process.pid}`);
  await saveQueryModel(model, folder);
  model.dispose();
  const card = await exportQueryModel(folder, out, {
    formats: ['tfjs-graph'],
    data: 'random',
    pictures: 12,
    force: true,
    licence: `licence-of-${process.pid}`,
  });
  return JSON.stringify(card);
});
