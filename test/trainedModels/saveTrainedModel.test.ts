import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { finishReplacing } from '../../src/base/files/replaceTogether.js';
import * as wholeFolders from '../../src/base/files/wholeFolder.js';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { queryModelGroup } from '../../src/models/queryModelManifest.js';
import type { QueryModel } from '../../src/models/queryModel.js';
import { openTrainedModel } from '../../src/trainedModels/openTrainedModel.js';
import { replaceTrainedModel, saveTrainedModel } from '../../src/trainedModels/saveTrainedModel.js';
import { killInRace, races, startRacers } from '../helpers/racers.js';
import { syntheticRunOf } from '../study/syntheticRun.js';
import { numberedModel } from './numberedModel.js';
import { toyFolder, toyModel, type ToyFolder } from './toyModel.js';

vi.mock('../../src/base/files/wholeFolder.js', { spy: true });

let toy: ToyFolder;
let folder: string;
let first: QueryModel;
let second: QueryModel;
beforeAll(async () => {
  await selectBackend();
  toy = await toyFolder();
  folder = join(toy.folder, 'model');
  [first, second] = [await toyModel(toy.config, 1), await toyModel(toy.config, 2)];
});
afterAll(() => {
  first.dispose();
  second.dispose();
  toy.remove();
});
beforeEach(() => mkdirSync(folder));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const runOf = (name: string) => syntheticRunOf(toy.config, { galleryModel: name });
const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'));
async function opened() {
  const trained = await openTrainedModel(folder);
  const { data } = await trained.embed(toy.photos);
  const gallery = trained.run?.record.galleryModel;
  trained.dispose();
  return { data, gallery };
}

test('what is saved comes back: the weights, the configuration and the run', async () => {
  const run = runOf('first');
  await saveTrainedModel(folder, { model: first, run });
  expect(readdirSync(folder).sort()).toEqual([
    'config.json',
    'query-model.json',
    'run.json',
    expect.stringMatching(/^weights-.*\.bin$/),
  ]);
  expect(read('config.json')).toEqual(JSON.parse(JSON.stringify(run.manifest.config)));
  expect(read('run.json')).toMatchObject(
    JSON.parse(JSON.stringify({ record: run.record, manifest: run.manifest })) as object,
  );
  const once = await opened();
  expect(once).toEqual(await opened());
  expect(once.gallery).toBe('first');
  const trained = await openTrainedModel(folder);
  const values = await Promise.all(trained.model.variables.map((variable) => variable.data()));
  expect(values).toEqual(await Promise.all(first.variables.map((variable) => variable.data())));
  trained.dispose();
});

test('a second model replaces the first one as a whole, and other files stay', async () => {
  writeFileSync(join(folder, 'notes.txt'), 'mine');
  await saveTrainedModel(folder, { model: first, run: runOf('first') });
  const before = await opened();
  await saveTrainedModel(folder, { model: second, config: toy.config });
  const after = await opened();
  expect(after.gallery).toBeUndefined();
  expect(after.data).not.toEqual(before.data);
  expect(readdirSync(folder).filter((name) => name.endsWith('.bin'))).toHaveLength(1);
  expect(readFileSync(join(folder, 'notes.txt'), 'utf8')).toBe('mine');
  await saveTrainedModel(folder, { model: first });
  expect(readdirSync(folder).filter((name) => name.endsWith('.json'))).toEqual(['query-model.json']);
});

test('who opens the folder while models are saved never gets the run of another one', async () => {
  const [runs, expected] = [[runOf('first'), runOf('second')], new Map<string | undefined, Float32Array>()];
  for (const [n, model] of [first, second].entries()) {
    await saveTrainedModel(folder, { model, run: runs[n] });
    const { gallery, data } = await opened();
    expected.set(gallery, data);
  }
  let [saving, seen] = [true, 0];
  const writer = async (): Promise<void> => {
    for (let n = 0; n < 12; n++) {
      await saveTrainedModel(folder, { model: n % 2 ? second : first, run: runs[n % 2] });
    }
    saving = false;
  };
  const reader = async (): Promise<void> => {
    while (saving) {
      const { gallery, data } = await opened();
      if (gallery === undefined) continue;
      expect(data).toEqual(expected.get(gallery));
      seen++;
    }
  };
  await Promise.all([writer(), reader()]);
  expect(seen).toBeGreaterThan(0);
});

test('a save that fails leaves the earlier model with its run', async () => {
  await saveTrainedModel(folder, { model: first, run: runOf('first') });
  const before = [await opened(), readdirSync(folder)];
  vi.mocked(wholeFolders.writeWholeFolder).mockRejectedValueOnce(new Error('disk full'));
  await expect(saveTrainedModel(folder, { model: second, run: runOf('second') })).rejects.toThrow(
    'disk full',
  );
  expect([await opened(), readdirSync(folder)]).toEqual(before);
});

test('a folder that cannot be made is named', async () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  const inFile = join(file, 'model');
  await expect(saveTrainedModel(inFile, { model: first })).rejects.toMatchObject({
    details: {
      what: expect.stringContaining('a part of the path is not a folder') as string,
      where: inFile,
      kind: 'usage',
    },
  });
});

/** Fails unless a folder holds one whole numbered model. @returns what names its weights */
async function wholeModel(folder: string): Promise<string> {
  await finishReplacing(folder, queryModelGroup);
  const own = readFileSync(join(folder, 'run.json'), 'utf8');
  for (const [name, content] of numberedModel(Number(own))) {
    expect(readFileSync(join(folder, name), 'utf8') === content, `${name} of ${own}`).toBe(true);
  }
  return readFileSync(join(folder, 'query-model.json'), 'utf8');
}

test(
  'of processes that save to the same folder at once every one leaves a whole model or is refused',
  async () => {
    const racers = await startRacers(join(import.meta.dirname, 'racer.ts'), 2);
    try {
      for (let round = 0; round < races; round++) {
        const place = join(folder, `race-${round}`);
        const outcomes = await racers.race(place);
        const saved = outcomes.flatMap(({ done }) => done ?? []);
        const weights = await wholeModel(place);
        expect(saved).toContain(weights);
        expect(readdirSync(place).sort()).toEqual(['config.json', 'query-model.json', 'run.json', weights]);
        for (const { refused } of outcomes) if (refused) expect(refused).toMatch(/process \d+/);
      }
    } finally {
      racers.stop();
    }
  },
  60_000 + 1000 * races,
);

/** More of them on request: the moment at which each comes is random. */
const kills = Number(process.env.ASYMMETRIC_KILLS ?? 4);

test(
  'a process that is killed while it saves leaves one whole model with its run',
  async () => {
    await replaceTrainedModel(folder, numberedModel(1));
    const endless = join(import.meta.dirname, 'endlessSaver.ts');
    for (let kill = 0; kill < kills; kill++) {
      await killInRace(endless, folder, 60);
      await wholeModel(folder);
    }
    await replaceTrainedModel(folder, numberedModel(2));
    expect(readdirSync(folder).sort()).toEqual([...numberedModel(2).keys()].sort());
  },
  30_000 + 5000 * kills,
);
