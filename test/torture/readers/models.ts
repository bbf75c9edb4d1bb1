import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomSource } from '../../../src/base/randomSource.js';
import { formats } from '../../../src/export/formats.js';
import type { ExportFormat, ExportedFiles } from '../../../src/export/exportedFiles.js';
import { planQueryModel } from '../../../src/export/planQueryModel.js';
import { parseRunConfig } from '../../../src/experiments/runConfig.js';
import { createOnnxModel } from '../../../src/models/onnx/onnxModel.js';
import { describeOnnxModel } from '../../../src/models/onnx/describeOnnxModel.js';
import { createQueryModel } from '../../../src/models/createQueryModel.js';
import { openTrainedModel } from '../../../src/trainedModels/openTrainedModel.js';
import { saveTrainedModel } from '../../../src/trainedModels/saveTrainedModel.js';
import { writeToyOnnx } from '../../models/onnx/toyOnnx.js';
import { syntheticRunOf } from '../../study/syntheticRun.js';
import type { Reader } from './fuzz.js';
import type { Scratch } from './scratch.js';
import { ofFolder } from './stores.js';

const small = { kind: 'smallCnn', width: 0.25, size: 32 } as const;
const toyModel = () => createQueryModel(small, randomSource(1, 'weights'), { dimension: 3 });
const config = parseRunConfig({
  dataset: 'emoji',
  split: 'unseen',
  gallery: { name: 'efficientNetLite2' },
  query: small,
  method: 'regression',
  loss: { kind: 'featureRegression' },
});

function exportedAs(format: ExportFormat): Reader {
  let whole: ExportedFiles;
  return {
    share: 0.2,
    async samples() {
      const model = await toyModel();
      whole = await formats[format].write(await planQueryModel(model), 'float32');
      model.dispose();
      return Object.fromEntries(whole);
    },
    async read(bytes, sample) {
      const loaded = await formats[format].load(new Map([...whole, [sample, new Uint8Array(bytes)]]));
      try {
        await loaded.embed(new Float32Array(32 * 32 * 3), 1);
      } finally {
        loaded.dispose();
      }
    },
  };
}

/** Readers of models. */
export function modelReaders(place: Scratch): Record<string, Reader> {
  const save = async (folder: string): Promise<void> => {
    const model = await toyModel();
    await saveTrainedModel(folder, { model, run: syntheticRunOf(config) });
    model.dispose();
  };
  return {
    'trained models': ofFolder(place, 'model', save, async (folder) =>
      (await openTrainedModel(folder)).dispose(),
    ),
    'exports as tfjs-graph': exportedAs('tfjs-graph'),
    'exports as tfjs-layers': exportedAs('tfjs-layers'),
    'exports as onnx': exportedAs('onnx'),
    'ONNX files of gallery models': {
      share: 0.2,
      samples: () =>
        Promise.resolve({ 'toy.onnx': readFileSync(writeToyOnnx(join(place.folder, 'whole.onnx'))) }),
      async read(bytes, sample) {
        const file = place.put(sample, bytes);
        const { config } = await describeOnnxModel(file);
        (await createOnnxModel(config as never)).dispose();
      },
    },
  };
}
