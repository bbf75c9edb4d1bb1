import type { ModelCard } from '../../export/modelCard.js';
import type { ExportedFiles } from '../../export/exportedFiles.js';
import type { SearchedGallery } from '../../trainedModels/searchedGallery.js';

/** A query model with its files for browsers. */
export interface ShownModel {
  label: string;
  card: ModelCard;
  files: ExportedFiles;
}

/** The gallery with what is shown of it. */
export interface ShownGallery extends SearchedGallery {
  /** D. */
  columns: number;
  /** Empty where it has none. */
  label(row: number): string;
  /** A small encoded picture; `undefined` where none is known. */
  picture(row: number): Promise<Uint8Array | undefined>;
  /** Whom to name for the pictures. */
  credit: string;
}

/** A gallery model that embeds encoded pictures. */
export interface PictureEmbedder {
  name: string;
  /**
   * @returns a unit vector `[D]`
   * @throws RetrievalError for bytes that are no picture.
   */
  embed: (picture: Uint8Array) => Promise<Float32Array>;
  dispose(): void;
}

/** All that a demo shows: query models, the gallery that they search, and the model that made it. */
export interface Exhibit {
  models: readonly ShownModel[];
  gallery: ShownGallery;
  /** Or why pictures can't be embedded as the gallery was. */
  galleryModel: PictureEmbedder | { missing: string };
}
