export { interruptSignal } from './interruptSignal.js';
export { displayBundle, inNotebook, type MimeBundle } from './kernel.js';
export { progressBar, type ProgressBar, type ProgressBarOptions, type ProgressFacts } from './progressBar.js';
export { progressText, type ProgressReport } from './progressText.js';
export { figureBundle, show, type ShowOptions } from './show.js';
export { showHtml, showImage } from './showPicture.js';
export { showTable, type TableOptions } from './showTable.js';
