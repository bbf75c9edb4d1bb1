import { z } from 'zod';
import type { RandomSource } from '../base/randomSource.js';

const share = z.number().min(0).max(1);
const spread = z.number().min(0).lt(1).default(0);

/** How a training picture is varied each time it is decoded from its file. */
export const pictureAugmentationSchema = z.strictObject({
  randomCrop: z
    .strictObject({
      area: z
        .tuple([share, share])
        .default([0.8, 1])
        .describe("Smallest and largest share of the picture's area."),
      ratio: z
        .tuple([z.number().positive(), z.number().positive()])
        .default([3 / 4, 4 / 3])
        .describe('Smallest and largest width over height.'),
    })
    .optional()
    .describe(
      'Cuts out a part of random area and shape before the picture is brought to a square; without it all is used.',
    ),
  padding: z
    .int()
    .min(0)
    .default(0)
    .describe(
      'Black border in pixels added to the square, from which a square of the same size is then cut at random.',
    ),
  flip: z.boolean().default(false).describe('Mirrors every second picture.'),
  colour: z
    .strictObject({
      brightness: spread.describe('Spread of the factor of the brightness.'),
      contrast: spread.describe('Spread of the factor of the contrast.'),
      saturation: spread.describe('Spread of the factor of the saturation.'),
      hue: z
        .number()
        .min(0)
        .max(0.5)
        .default(0)
        .describe('Largest turn of the hue, as a share of a full turn.'),
      probability: share.default(1).describe('Share of the pictures whose colours change.'),
    })
    .optional()
    .describe('Each factor is drawn from 1 - x to 1 + x; the hue is turned by up to x of a full turn.'),
  erase: share
    .default(0)
    .describe('Share of the pictures of which a random rectangle (2 to 40 % of the area) is painted over.'),
});

export type PictureAugmentation = z.output<typeof pictureAugmentationSchema>;

/** Left, top, width, height. */
export interface Region {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** A part of a picture whose size isn't known yet. */
export interface RandomPart {
  /** Of the picture's area. */
  share: number;
  /** Width over height. */
  shape: number;
  /** Where it lies in the room that is left, from 0 (left, top) to below 1. */
  x: number;
  y: number;
}

/** What is done to one picture, drawn before it is decoded so that decoding in any order gives the same pictures. */
export interface PictureVariation {
  /** The part of the picture that is used. */
  part?: RandomPart;
  /** Where the square is cut from the padded one. */
  shift: [left: number, top: number];
  flip: boolean;
  colour?: { brightness: number; contrast: number; saturation: number; hueDegrees: number };
  erased?: Region;
}

/** Draws the variation of one picture of `size` pixels. */
export function drawVariation(
  augmentation: PictureAugmentation,
  size: number,
  random: RandomSource,
): PictureVariation {
  const { randomCrop, padding, flip, colour, erase } = augmentation;
  const factor = (width: number): number => 1 + width * (2 * random.uniform() - 1);
  return {
    ...(randomCrop && { part: randomPart(randomCrop, random) }),
    shift: [random.integer(2 * padding + 1), random.integer(2 * padding + 1)],
    flip: flip && random.uniform() < 0.5,
    ...(colour &&
      random.uniform() < colour.probability && {
        colour: {
          brightness: factor(colour.brightness),
          contrast: factor(colour.contrast),
          saturation: factor(colour.saturation),
          hueDegrees: 360 * (factor(colour.hue) - 1),
        },
      }),
    ...(random.uniform() < erase && { erased: erasedRegion(size, random) }),
  };
}

function randomPart(
  { area, ratio }: NonNullable<PictureAugmentation['randomCrop']>,
  random: RandomSource,
): RandomPart {
  const share = area[0] + (area[1] - area[0]) * random.uniform();
  const shape = Math.exp(Math.log(ratio[0]) + Math.log(ratio[1] / ratio[0]) * random.uniform());
  return { share, shape, x: random.uniform(), y: random.uniform() };
}

/** The pixels of a part of a picture. */
export function partRegion({ share, shape, x, y }: RandomPart, width: number, height: number): Region {
  const side = Math.sqrt(share * width * height);
  const w = Math.max(1, Math.min(width, Math.round(side * Math.sqrt(shape))));
  const h = Math.max(1, Math.min(height, Math.round(side / Math.sqrt(shape))));
  return {
    left: Math.floor(x * (width - w + 1)),
    top: Math.floor(y * (height - h + 1)),
    width: w,
    height: h,
  };
}

/** 2 to 40 % of a square, at most three times as wide as high or the other way round. */
function erasedRegion(size: number, random: RandomSource): Region {
  const side = size * Math.sqrt(0.02 + 0.38 * random.uniform());
  const shape = Math.sqrt(3 ** (2 * random.uniform() - 1));
  const width = Math.max(1, Math.min(size, Math.round(side * shape)));
  const height = Math.max(1, Math.min(size, Math.round(side / shape)));
  return { left: random.integer(size - width + 1), top: random.integer(size - height + 1), width, height };
}
