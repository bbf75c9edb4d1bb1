import { z } from 'zod';
import { backboneNames, type BackboneName } from './backboneNames.js';
import { weightFiles, type PretrainedName } from './pretrainedWeights.js';

const names = Object.keys(weightFiles) as [PretrainedName, ...PretrainedName[]];

const size = z.int().min(32).max(1024).default(224);

/** What a network is told that takes square pictures. */
const squares = {
  size: size.describe('Side of the square pictures in pixels.'),
  pooling: z
    .enum(['average', 'gem'])
    .default('gem')
    .describe('How the last map becomes one vector: its mean, or its generalised mean (GeM).'),
};

/** Schema of a gallery model's configuration; unknown fields are refused. */
export const galleryModelConfigSchema = z.discriminatedUnion('name', [
  z.strictObject({
    name: z.enum(names).default('efficientNetLite2').describe('Network with ImageNet weights.'),
    ...squares,
  }),
  z.strictObject({
    name: z
      .enum(backboneNames)
      .describe(
        "A network of the field's papers with a user's weights, under torchvision's, timm's or Hugging Face's names.",
      ),
    weights: z.string().min(1).describe('Path of a `.safetensors` file or a PyTorch state.'),
    ...squares,
  }),
  z.strictObject({
    name: z
      .enum(['resnet101-gem', 'resnet101-delg'])
      .describe(
        "Gallery models of the landmark papers, from a user's PyTorch checkpoint; see `createLandmarkModel`.",
      ),
    weights: z.string().min(1).describe('Path of the checkpoint.'),
    size: size.default(512).describe('Side of the pictures that are squares; photos may have any size.'),
    whitening: z
      .string()
      .min(1)
      .optional()
      .describe(
        "Which of the whitenings in the checkpoint's `meta.Lw` follows the network, by the set that it was learned on; `none` for none of them. Default: `retrieval-SfM-120k` if it is there. A whitening that is a layer of the network is always applied.",
      ),
  }),
  z.strictObject({
    name: z.literal('onnx'),
    file: z.string().min(1).describe('Path of the model. Its first input takes one batch of pictures.'),
    size: size.describe('Side of the square pictures in pixels.'),
    scaled: z
      .int()
      .max(2048)
      .optional()
      .describe('Side of the squares that pictures are brought to, whose middle is taken; default `size`.'),
    layout: z.enum(['nchw', 'nhwc']).default('nchw').describe("Order of the axes of the model's input."),
    order: z.enum(['rgb', 'bgr']).default('rgb').describe('Order of the colours.'),
    mean: z
      .tuple([z.number(), z.number(), z.number()])
      .default([123.675, 116.28, 103.53])
      .describe("`(x - mean) / deviation` of pixel values 0..255; default ImageNet's."),
    deviation: z
      .tuple([z.number().positive(), z.number().positive(), z.number().positive()])
      .default([58.395, 57.12, 57.375])
      .describe('Divides pixel values less their mean.'),
    output: z.string().optional().describe('Name of the output to use, `[B, D]`; default the first.'),
  }),
]);

/** A checked configuration, defaults filled in. */
export type GalleryModelConfig = z.output<typeof galleryModelConfigSchema>;

/** A configuration as a user writes it. */
export type GalleryModelConfigInput = z.input<typeof galleryModelConfigSchema>;

export type OnnxModelConfig = Extract<GalleryModelConfig, { name: 'onnx' }>;

export type BackboneModelConfig = Extract<GalleryModelConfig, { name: BackboneName }>;

export type LandmarkModelConfig = Exclude<
  Extract<GalleryModelConfig, { weights: string }>,
  BackboneModelConfig
>;

export type BuiltInModelConfig = Exclude<GalleryModelConfig, OnnxModelConfig | { weights: string }>;
