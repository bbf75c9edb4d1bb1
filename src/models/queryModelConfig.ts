import { z } from 'zod';
import { backboneNames } from './backboneNames.js';
import { choiceSpaceSchema } from './networks/choiceSpace.js';
import type { Pooling } from './pooling.js';
import type { RegisteredName } from '../base/registry/registry.js';

const side = 'Side of the square pictures in pixels.';
const pictureSize = z.number().int().min(32).max(96).describe(side);
const pooling = z
  .enum(['average', 'gem'])
  .default('average')
  .describe('How the last map becomes one vector: its mean, or its generalised mean (GeM).');
/** As large as in the settings of the papers. */
const photoSize = z.int().min(32).max(512).describe(side);
const weights = z
  .string()
  .min(1)
  .optional()
  .describe("Path of a PyTorch checkpoint with the network's weights; without it they are random.");
/**
 * A wider end of the network, as the SSP lab's query models have (Wu et al. 2024): a 1x1 convolution to `channels` with
 * ReLU before the pooling, and unit length between pooling and projection. Theirs has `pooling: 'gem'`. Their
 * convolution has no bias; ours has one, zero at the start.
 */
const head = z
  .strictObject({
    channels: z.int().positive().default(2048).describe('Channels of the wider end.'),
  })
  .optional()
  .describe('A wider end of the network, as the published query models have; none when left out.');
const width = z
  .number()
  .positive()
  .max(4)
  .default(1)
  .describe('Multiplies the channel numbers of the network.');

/** Schemas of the library's own query models; unknown fields are refused. */
export const querySchemas = {
  head: z.strictObject({
    kind: z.literal('head'),
    bottleneck: z
      .union([z.number().int().positive(), z.literal('full')])
      .default(64)
      .describe('r, the width of the linear bottleneck; `full` is one linear layer without bottleneck.'),
    dropout: z.number().min(0).lt(1).default(0.3).describe('Share of the features set to zero in training.'),
  }),
  smallCnn: z.strictObject({
    kind: z.literal('smallCnn'),
    width: width.describe('Multiplies the channel numbers 12-24-24-48-48-72.'),
    size: pictureSize.default(32),
    pooling,
  }),
  mobileNetV2: z.strictObject({
    kind: z.literal('mobileNetV2'),
    width,
    size: photoSize.default(64),
    pretrained: z
      .boolean()
      .default(true)
      .describe('ImageNet weights of set-up; only for width 1, and not beside `weights`.'),
    weights,
    pooling,
    head,
  }),
  squeezeNet: z.strictObject({
    kind: z.literal('squeezeNet'),
    size: pictureSize.max(224).default(64).describe(side),
    pretrained: z.boolean().default(true).describe('ImageNet weights of set-up.'),
    pooling,
  }),
  backbone: z.strictObject({
    kind: z.enum(backboneNames).describe('Network of the papers, as torchvision has it.'),
    size: photoSize.default(224),
    weights,
    pooling,
    head,
  }),
  shuffleNetV2: z.strictObject({
    kind: z.literal('shuffleNetV2'),
    width: z.literal([0.5, 1]).default(1).describe('The published widths with weights in torchvision.'),
    size: photoSize.default(224),
    weights,
    pooling,
    head,
  }),
  choiceNetwork: z.strictObject({
    kind: z.literal('choiceNetwork'),
    space: choiceSpaceSchema.default(choiceSpaceSchema.parse({})).describe('The search space.'),
    path: z.array(z.number().int().min(0)).describe('Number of the choice of each block.'),
    size: pictureSize.default(64),
    pooling,
  }),
};

type BuiltInSchema = (typeof querySchemas)[keyof typeof querySchemas];

/** What the library reads of the configuration of a query model that was registered; its own schema knows more. */
interface RegisteredQueryModel {
  kind: RegisteredName;
  size: number;
  /** The others are for those that are networks; they mean what they mean for the library's own. */
  pooling: Pooling;
  head?: { channels: number };
  weights?: string;
  width?: number;
  pretrained?: false;
}

/** The configuration of a query model that was registered, as a user writes it. */
export interface RegisteredQueryModelConfig {
  kind: string & Record<never, never>;
  [option: string]: unknown;
}

/** A checked configuration, defaults filled in. */
export type QueryModelConfig = z.output<BuiltInSchema> | RegisteredQueryModel;
/** A configuration as a user writes it, registered query models included. */
export type QueryModelConfigInput = z.input<BuiltInSchema> | RegisteredQueryModelConfig | QueryModelConfig;
/** The part of the configuration that belongs to one kind of query model. */
export type ConfigOf<Kind extends QueryModelConfig['kind']> = Extract<QueryModelConfig, { kind: Kind }>;
/** The configuration of a query model that takes pictures. */
export type PixelConfig = Exclude<QueryModelConfig, { kind: 'head' }>;
