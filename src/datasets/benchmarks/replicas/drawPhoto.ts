import { sharp } from '../../../images/sharp.js';
import type { Box } from '../../../images/decodePicture.js';
import { randomSource } from '../../../base/randomSource.js';

/** A generated photo: stripes by which things can be told apart, with the light and noise of each photo of them. */
export interface Photo {
  /** What is on the photo; equal numbers look alike. */
  thing: number;
  /** Names the photo's own light and noise. */
  name: string;
  width: number;
  height: number;
  /** Where the thing is; around it is `surroundings`. Default: everywhere. */
  box?: Box;
  /** Another thing, around the box. */
  surroundings?: number;
}

/** Turns neighbours around the circle of colours far apart. */
const goldenAngle = 137.508;

/** Bytes of the photo as a JPEG; equal seeds and photos give equal bytes. */
export function drawPhoto(photo: Photo, seed: number): Promise<Buffer> {
  const { thing, name, width, height, box = [0, 0, width, height], surroundings = thing } = photo;
  const random = randomSource(seed, `photo ${name}`);
  const phase = 2 * Math.PI * random.uniform();
  const light = 0.85 + 0.3 * random.uniform();
  const pixels = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const isInside = x >= box[0] && y >= box[1] && x < box[2] && y < box[3];
      const colour = stripeColour(isInside ? thing : surroundings, x, y, phase);
      for (let channel = 0; channel < 3; channel++) {
        const value = light * colour[channel]! + 8 * random.normal();
        pixels[(y * width + x) * 3 + channel] = Math.max(0, Math.min(255, Math.round(value)));
      }
    }
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 90 })
    .toBuffer();
}

/** Colours, direction and width of the stripes are those of the thing. */
function stripeColour(thing: number, x: number, y: number, phase: number): [number, number, number] {
  const angle = (thing * goldenAngle * Math.PI) / 180;
  const along = x * Math.cos(angle) + y * Math.sin(angle);
  const share = 0.5 + 0.5 * Math.sin((2 * Math.PI * along) / (6 + 3 * (thing % 4)) + phase);
  const hue = (shift: number) => 127 + 110 * Math.cos(angle * 1.7 + shift);
  const wave = (shift: number) => share * hue(shift) + (1 - share) * 0.5 * hue(shift + 0.8);
  return [wave(0), wave((2 * Math.PI) / 3), wave((4 * Math.PI) / 3)];
}
