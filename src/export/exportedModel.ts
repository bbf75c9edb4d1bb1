import type { Agreement } from './agreement.js';
import type { ExportFormat } from './exportedFiles.js';
import type { WeightPrecision } from './weightPrecisions.js';

/** One exported model: where its files lie and how well it agrees with the original. */
export interface ExportedModel {
  format: ExportFormat;
  weights: WeightPrecision;
  /** Folder of its files inside the export. */
  folder: string;
  files: { name: string; bytes: number; sha256: string }[];
  /** Layers of an int8 export that stayed float16, because int8 would change embeddings most there. */
  float16Layers?: string[];
  agreement: Agreement;
}

/** An export that was asked for and was not written. */
export interface FailedExport extends Pick<ExportedModel, 'format' | 'weights' | 'folder'> {
  /** Why, in a sentence. */
  reason: string;
  /** Missing where the files could not even be tried. */
  agreement?: Agreement;
}
