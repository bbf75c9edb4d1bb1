import type { Checkpoint } from '../../checkpoints/checkpointTensor.js';

/** Another way to name the modules of a network. */
interface Naming {
  /** Names of the networks that it is for. */
  networks: RegExp;
  /** A tensor that only checkpoints named this way hold. */
  mark: string;
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
  const naming = namings.find(({ networks, mark }) => networks.test(network) && checkpoint.has(mark));
  return naming
    ? new Map(Array.from(checkpoint, ([name, tensor]) => [naming.rename(name), tensor]))
    : checkpoint;
}
