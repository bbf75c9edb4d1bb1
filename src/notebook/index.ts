export { escapeHtml, showHtml, showImage } from './html.js';
export { interruptSignal } from './interruptSignal.js';
export { displayBundle, inNotebook, type MimeBundle } from './kernel.js';
export { progressBar, progressLine, type ProgressBar, type ProgressUpdate } from './progressBar.js';
