import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { selectBackend } from '../../../src/compute/backend/selectBackend.js';
import type { PhotoRecord } from '../../../src/extraction/photoChunks.js';
import type { Figure } from '../../../src/report/plots/figure.js';
import { sharp } from '../../../src/images/sharp.js';
import { writePhotos } from '../../extraction/toyPhotos.js';
import { toyFolder, toyModel, type ToyFolder } from '../../trainedModels/toyModel.js';
import { sampled, tally, timeLimit } from '../amounts.js';
import { inProcess } from './faultPlan.js';
import { exported, figure, photoVectors, queryModel, trainedModel, type Models } from './modelSaves.js';
import { tryFaults } from './tryFaults.js';

vi.mock('../../../src/export/cardMarkdown.js', () => ({ cardMarkdown: JSON.stringify }));
vi.mock('../../../src/report/plots/renderer.js', () => ({
  async renderFigure({ layout }: Figure, { format }: { format: string }): Promise<Buffer> {
    const { text } = layout.title as { text: string };
    if (format === 'svg') return Buffer.from(`<svg>${text}</svg>`);
    const create = {
      width: 2,
      height: 2,
      channels: 3 as const,
      background: text === 'old' ? '#000' : '#fff',
    };
    return sharp({ create }).png().toBuffer();
  },
}));
vi.spyOn(console, 'warn').mockImplementation(() => undefined);

let toy: ToyFolder;
let models: Models;
let photos: PhotoRecord[];
beforeAll(async () => {
  await selectBackend();
  toy = await toyFolder();
  models = { old: await toyModel(toy.config, 1), new: await toyModel(toy.config, 2) };
  photos = await writePhotos(join(toy.folder, 'some'), [
    [40, 30],
    [30, 40],
    [33, 33],
  ]);
});
afterAll(() => {
  models.old.dispose();
  models.new.dispose();
  toy.remove();
});

const saves = {
  'a trained model': () => trainedModel(toy.config, models),
  'a query model': () => queryModel(models),
  'vectors of photos': () => photoVectors(photos),
  'an export': () => exported,
  'a figure': () => figure,
};

for (const [name, save] of Object.entries(saves)) {
  test.each(inProcess)(
    `${name} meets %s at every call: old or new, and whole when it is saved again`,
    async (kind) => {
      const faults = await tryFaults(save(), kind, sampled(`${name} ${kind}`));
      expect(faults).toBeGreaterThan(0);
      tally(kind === 'ENOSPC' || kind === 'EIO' ? 'faults' : 'stops', name, faults);
    },
    timeLimit,
  );
}
