import sharp from 'sharp';
import { displayBundle } from './kernel.js';

/**
 * Shows HTML below the cell as it is: escape what comes from data with `escapeHtml`.
 * @param text what viewers without HTML show.
 */
export function showHtml(html: string, text = ''): void {
  displayBundle({ 'text/html': html, 'text/plain': text });
}

/**
 * Shows a picture below the cell.
 * @param image bytes of a PNG or JPEG file, or of any format that sharp reads (sent as PNG then).
 */
export async function showImage(image: Uint8Array, text = 'Image'): Promise<void> {
  const { format } = await sharp(image).metadata();
  const bytes = format === 'jpeg' ? image : await sharp(image).png().toBuffer();
  const type = format === 'jpeg' ? 'image/jpeg' : 'image/png';
  displayBundle({ [type]: Buffer.from(bytes).toString('base64'), 'text/plain': text });
}
