import type { Checkpoint } from '../../checkpoints/checkpointTensor.js';

/** Another way to name the modules of a network. */
interface Naming {
  /** Names of the networks that it is for. */
  networks: RegExp;
  /** A tensor that only checkpoints named this way hold. */
  mark: string | RegExp;
  /** From this way to that of our descriptions. */
  rename(name: string): string;
}

/** Module in a block of torchvision's EfficientNet by its name in timm's. */
const inverted: Record<string, string> = {
  conv_pw: '0.0',
  bn1: '0.1',
  conv_dw: '1.0',
  bn2: '1.1',
  'se.conv_reduce': '2.fc1',
  'se.conv_expand': '2.fc2',
  conv_pwl: '3.0',
  bn3: '3.1',
};
/** The same in the first stage, whose blocks do not expand. */
const separable: Record<string, string> = {
  conv_dw: '0.0',
  bn1: '0.1',
  'se.conv_reduce': '1.fc1',
  'se.conv_expand': '1.fc2',
  conv_pw: '2.0',
  bn2: '2.1',
};
const edges: Record<string, string> = {
  conv_stem: 'features.0.0',
  bn1: 'features.0.1',
  conv_head: 'features.8.0',
  bn2: 'features.8.1',
};
/** Numbers in a block of MobileNetV2, activations counted, by torchvision's; with an expansion and without. */
const withExpansion: Record<string, string> = {
  '0.0': '0',
  '0.1': '1',
  '1.0': '3',
  '1.1': '4',
  '2': '6',
  '3': '7',
};
const withoutExpansion: Record<string, string> = { '0.0': '0', '0.1': '1', '1': '3', '2': '4' };

/** Kinds of modules in Hugging Face's names of a ResNet, and what they are called in ours. */
const plain = { convolution: 'conv', normalization: 'bn' } as const;
const stem = { convolution: 'conv1', normalization: 'bn1' } as const;
const shortcut = { convolution: '0', normalization: '1' } as const;
type Part = keyof typeof plain;

/** Places in a block of MobileNetV2 by timm's names, and in the first stage, whose block does not expand. */
const timmInverted: Record<string, string> = {
  conv_pw: '0',
  bn1: '1',
  conv_dw: '3',
  bn2: '4',
  conv_pwl: '6',
  bn3: '7',
};
const timmSeparable: Record<string, string> = { conv_dw: '0', bn1: '1', conv_pw: '3', bn2: '4' };
const mobileEdges: Record<string, string> = {
  conv_stem: 'features.0.0',
  bn1: 'features.0.1',
  conv_head: 'features.18.0',
  bn2: 'features.18.1',
};
/** Blocks of the stages of MobileNetV2 in front of a stage. */
const repeatsBefore = (stage: number): number => [0, 1, 3, 6, 10, 13, 16][stage]!;

const namings: Naming[] = [
  {
    // timm's `efficientnet_*`. Its `tf_efficientnet_*` bear the same names but pad as TensorFlow, which is not told apart.
    networks: /^efficientNetB/,
    mark: 'conv_stem.weight',
    rename: (name) =>
      name
        .replace(
          /^blocks\.(\d+)\.(\d+)\.(.+)\.([^.]+)$/,
          (whole, stage: string, block, module: string, part) => {
            const place = (stage === '0' ? separable : inverted)[module];
            return place ? `features.${Number(stage) + 1}.${block}.block.${place}.${part}` : whole;
          },
        )
        .replace(/^(conv_stem|bn1|conv_head|bn2)(?=\.)/, (module) => edges[module]!),
  },
  {
    // Hugging Face's ResNet, alone or as part of a classifier.
    networks: /^resNet/,
    mark: /(^|\.)embedder\.embedder\.convolution\.weight$/,
    rename: (name) =>
      name
        .replace(/^resnet\./, '')
        .replace(/^embedder\.embedder\.(convolution|normalization)/, (_, part) => stem[part as Part])
        .replace(
          /^encoder\.stages\.(\d)\.layers\.(\d+)\.(shortcut|layer\.(\d))\.(convolution|normalization)/,
          (_, stage, block, place: string, number, part: Part) => {
            const inner =
              place === 'shortcut' ? `downsample.${shortcut[part]}` : `${plain[part]}${Number(number) + 1}`;
            return `layer${Number(stage) + 1}.${block}.${inner}`;
          },
        ),
  },
  {
    // timm's `mobilenetv2_*`.
    networks: /^mobileNetV2$/,
    mark: 'blocks.0.0.conv_dw.weight',
    rename: (name) =>
      name
        .replace(
          /^blocks\.(\d)\.(\d)\.(conv_pw|bn1|conv_dw|bn2|conv_pwl|bn3)(?=\.)/,
          (_, stage, block, module) => {
            const feature = 1 + repeatsBefore(Number(stage)) + Number(block);
            const places = stage === '0' ? timmSeparable : timmInverted;
            return `features.${feature}.conv.${places[module as string]}`;
          },
        )
        .replace(/^(conv_stem|bn1|conv_head|bn2)(?=\.)/, (module) => mobileEdges[module]!),
  },
  {
    networks: /^mobileNetV2$/,
    mark: 'features.1.conv.0.0.weight',
    rename: (name) =>
      name.replace(/^features\.(\d+)\.conv\.([\d.]+)\.(?=\D)/, (whole, feature: string, place: string) => {
        const number = (feature === '1' ? withoutExpansion : withExpansion)[place];
        return number ? `features.${feature}.conv.${number}.` : whole;
      }),
  },
];

/** The tensors of a checkpoint under the names of our descriptions, which are torchvision's for most networks. */
export function underOurNames(network: string, checkpoint: Checkpoint): Checkpoint {
  const names = [...checkpoint.keys()];
  const isMarked = (mark: string | RegExp) =>
    typeof mark === 'string' ? checkpoint.has(mark) : names.some((name) => mark.test(name));
  const naming = namings.find(({ networks, mark }) => networks.test(network) && isMarked(mark));
  return naming
    ? new Map(Array.from(checkpoint, ([name, tensor]) => [naming.rename(name), tensor]))
    : checkpoint;
}
