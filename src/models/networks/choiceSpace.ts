import { z } from 'zod';

/** One way to fill a block: an inverted residual, or nothing but the shortcut. */
export const blockChoiceSchema = z.union([
  z.strictObject({
    kernel: z.literal([3, 5, 7]).describe('Side of the depthwise filter.'),
    expansion: z.int().min(1).max(8).describe('Inner channels for each channel of the input.'),
  }),
  z.literal('skip'),
]);

/** The networks of a search: stages of blocks, each of which takes one of the same choices. */
export const choiceSpaceSchema = z.strictObject({
  stem: z
    .int()
    .positive()
    .default(16)
    .describe('Channels of the first convolution, which halves the picture.'),
  stages: z
    .array(
      z.strictObject({
        channels: z.int().positive().describe('Channels of the blocks.'),
        blocks: z.int().positive().describe('Blocks of the stage.'),
        stride: z.literal([1, 2]).describe('Of the first block.'),
      }),
    )
    .nonempty()
    .default([
      { channels: 24, blocks: 3, stride: 2 },
      { channels: 48, blocks: 3, stride: 2 },
      { channels: 96, blocks: 3, stride: 2 },
    ])
    .describe(
      'The first block of a stage has its stride and its new channels. A block that changes the shape cannot be skipped. The default is a small space of inverted residuals, sized for 64 px on two cores (ours).',
    ),
  choices: z
    .array(blockChoiceSchema)
    .refine((choices) => choices.some((choice) => choice !== 'skip'), {
      message: 'expected at least one choice besides skip',
    })
    .default([
      { kernel: 3, expansion: 2 },
      { kernel: 3, expansion: 4 },
      { kernel: 5, expansion: 2 },
      { kernel: 5, expansion: 4 },
      'skip',
    ])
    .describe('What each block may be; `skip` is the shortcut alone.'),
  head: z.int().positive().default(256).describe('Channels of the last 1x1 convolution.'),
});

export type BlockChoice = z.output<typeof blockChoiceSchema>;
export type ChoiceSpace = z.output<typeof choiceSpaceSchema>;
