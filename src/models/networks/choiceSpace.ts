import { z } from 'zod';

/** One way to fill a block: an inverted residual, or nothing but the shortcut. */
export const blockChoiceSchema = z.union([
  z.strictObject({ kernel: z.literal([3, 5, 7]), expansion: z.int().min(1).max(8) }),
  z.literal('skip'),
]);

/** The networks of a search: stages of blocks, each of which takes one of the same choices. */
export const choiceSpaceSchema = z.strictObject({
  /** Channels of the first convolution, which halves the picture. */
  stem: z.int().positive().default(16),
  /**
   * The first block of a stage has its stride and its new channels. A block that changes the shape cannot be skipped.
   * The default is a small space of inverted residuals, sized for 64 px on two cores (ours).
   */
  stages: z
    .array(
      z.strictObject({
        channels: z.int().positive(),
        blocks: z.int().positive(),
        stride: z.literal([1, 2]),
      }),
    )
    .nonempty()
    .default([
      { channels: 24, blocks: 3, stride: 2 },
      { channels: 48, blocks: 3, stride: 2 },
      { channels: 96, blocks: 3, stride: 2 },
    ]),
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
    ]),
  /** Channels of the last 1x1 convolution. */
  head: z.int().positive().default(256),
});

export type BlockChoice = z.output<typeof blockChoiceSchema>;
export type ChoiceSpace = z.output<typeof choiceSpaceSchema>;
