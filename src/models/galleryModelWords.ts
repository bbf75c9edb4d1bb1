import type { Described } from '../base/registry/described.js';
import { backboneSource, torchvisionName } from './backbones.js';
import { backboneNames, type BackboneName } from './backboneNames.js';
import type { GalleryModelConfig } from './galleryModelConfig.js';

const imageNet = 'ImageNet weights of set-up';

/** What lists tell of each gallery model. */
export const galleryModelWords: Record<GalleryModelConfig['name'], Described> = {
  efficientNetLite0: {
    what: `EfficientNet-Lite0, ${imageNet}`,
    source: 'Tan and Le 2019',
    use: 'where the gallery has to be embedded fast',
  },
  efficientNetLite1: {
    what: `EfficientNet-Lite1, ${imageNet}`,
    source: 'Tan and Le 2019',
    use: 'between Lite0 and Lite2',
  },
  efficientNetLite2: {
    what: `EfficientNet-Lite2, ${imageNet}`,
    source: 'Tan and Le 2019',
    use: 'first: the best of those that come with set-up',
  },
  mobileNetV2: {
    what: `MobileNetV2, ${imageNet}`,
    source: 'Sandler et al. 2018',
    use: 'to see what a small gallery model costs',
  },
  squeezeNet: {
    what: `SqueezeNet 1.1, ${imageNet}`,
    source: 'Iandola et al. 2016',
    use: 'to try things: small and fast, weak vectors',
  },
  ...backboneWords(),
  'resnet101-gem': {
    what: "ResNet-101 with GeM pooling, from the owners' checkpoint, which you bring",
    source: 'Radenović et al. 2018',
    use: 'for landmarks, as in the papers',
    example: { weights: 'checkpoint.pth' },
  },
  'resnet101-delg': {
    what: "The global features of DELG on ResNet-101, from the owners' checkpoint, which you bring",
    source: 'Cao et al. 2020 (DELG)',
    use: 'for landmarks, as in the papers',
    example: { weights: 'checkpoint.pth' },
  },
  onnx: {
    what: 'Any network in a file of ONNX with one output of vectors',
    source: 'its authors',
    use: 'for a large model of your own',
    example: { file: 'model.onnx' },
  },
};

function backboneWords(): Record<BackboneName, Described> {
  const entries = backboneNames.map((name): [BackboneName, Described] => [
    name,
    {
      what: `${torchvisionName(name)}, with weights that you bring`,
      source: backboneSource(name),
      use: 'where you have trained it, or its public weights',
      example: { weights: 'weights.safetensors' },
    },
  ]);
  return Object.fromEntries(entries) as Record<BackboneName, Described>;
}
