import type { PictureFile } from '../../images/brokenPictures.js';

/** A picture that is no file of its own: an object of a store, a part of an archive. `path` is how errors call it. */
export interface AddressedPicture extends PictureFile {
  /** Gives its bytes. */
  read: () => Promise<Uint8Array>;
  /** Changes with its content. */
  stamp: string;
}

/** What lies at a place. */
export interface FoundPictures {
  photos: AddressedPicture[];
  /** Names of what is no picture. */
  passedOver: string[];
}
