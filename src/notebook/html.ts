import { displayBundle } from './kernel.js';

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Makes text safe to stand in HTML. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character]!);
}

/** Shows HTML under the cell, with a plain form for viewers without HTML. */
export function showHtml(html: string, plain: string): void {
  displayBundle({ 'text/html': html, 'text/plain': plain });
}

/** Shows a PNG picture under the cell. */
export function showImage(png: Uint8Array, description: string): void {
  displayBundle({ 'image/png': Buffer.from(png).toString('base64'), 'text/plain': description });
}
