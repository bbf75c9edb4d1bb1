import type { PictureFile } from '../../images/brokenPictures.js';

/** A picture that is no file of its own: an object of a store, a part of an archive. */
export interface AddressedPicture extends Omit<PictureFile, 'box'> {
  /** Empty where none is known. */
  label: string;
  read: () => Promise<Uint8Array>;
  stamp: string;
  /** How many it has, where that is known beforehand. */
  bytes?: number;
  /** Whether it can be read in any order where it lies. */
  isNear?: boolean;
}

/** What is looked for at a place. */
export interface LookOptions {
  /** Looks for labels beside the names: in a tar files `.cls` and `.json` of the picture's name, in a table a column. */
  labels?: boolean;
}

/** What lies at a place. */
export interface FoundPictures {
  photos: AddressedPicture[];
  /** Names of what is no picture. */
  passedOver: string[];
}
