import sharp from 'sharp';
import { image2sixel } from 'sixel';
import type { TerminalProtocol } from './terminalGraphics.js';

/** A picture as RGB bytes `[height, width, 3]`. */
export interface RgbPicture {
  pixels: Uint8Array;
  width: number;
  height: number;
}

/** Base64 that one message of the kitty protocol may hold. */
const kittyPiece = 4096;

/** The characters that show a picture in a terminal, at the place of the cursor. */
export async function encodePicture(picture: RgbPicture, protocol: TerminalProtocol): Promise<string> {
  const { pixels, width, height } = picture;
  const image = sharp(pixels, { raw: { width, height, channels: 3 } });
  if (protocol === 'sixel') {
    return image2sixel(new Uint8Array(await image.ensureAlpha().raw().toBuffer()), width, height, 256);
  }
  const png = await image.png().toBuffer();
  return protocol === 'kitty' ? kittyMessages(png) : itermMessage(png, width);
}

/** The kitty graphics protocol: PNG (`f=100`), shown at once (`a=T`), without an answer (`q=2`), in pieces. */
function kittyMessages(png: Buffer): string {
  const data = png.toString('base64');
  const pieces = data.match(new RegExp(`.{1,${kittyPiece}}`, 'g'))!;
  return pieces
    .map((piece, n) => {
      const more = n < pieces.length - 1 ? 1 : 0;
      const keys = n === 0 ? `f=100,a=T,q=2,m=${more}` : `m=${more}`;
      return `\x1b_G${keys};${piece}\x1b\\`;
    })
    .join('');
}

/** The inline images of iTerm2. */
function itermMessage(png: Buffer, width: number): string {
  return `\x1b]1337;File=inline=1;size=${png.length};width=${width}px;preserveAspectRatio=1:${png.toString('base64')}\x07`;
}
