import sharp from 'sharp';
import type { Html } from './html.js';
import { displayBundle } from './kernel.js';

/**
 * Shows HTML below the cell.
 * @param html of the template `html`, which escapes the values in it.
 * @param text what viewers without HTML show.
 */
export function showHtml(html: Html, text = ''): void {
  displayBundle({ 'text/html': html.toString(), 'text/plain': text });
}

/**
 * Shows a picture below the cell.
 * @param text what the picture shows, for readers who cannot see it.
 * @param image bytes of a PNG or JPEG file, or of any format that sharp reads (sent as PNG then).
 */
export async function showImage(image: Uint8Array, text: string): Promise<void> {
  const { format } = await sharp(image).metadata();
  const bytes = format === 'jpeg' ? image : await sharp(image).png().toBuffer();
  const type = format === 'jpeg' ? 'image/jpeg' : 'image/png';
  displayBundle({ [type]: Buffer.from(bytes).toString('base64'), 'text/plain': text });
}
