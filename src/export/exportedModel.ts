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
  agreement: Agreement;
}
