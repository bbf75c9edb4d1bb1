export {
  checkBox,
  decodePicture,
  pictureDimensions,
  pixelLimit,
  type Box,
  type DecodeOptions,
  type PictureDimensions,
} from './decodePicture.js';
export { decodePhoto, photoSize, type Photo, type PhotoOptions, type PhotoSizing } from './decodePhoto.js';
export { forEachConcurrently } from './forEachConcurrently.js';
export { loadAhead, type LoadLimits, type LoadPlan } from './loadAhead.js';
export { fittedSize, scaledSize, usualLongestSide } from './photoSize.js';
export { cachedPixels, type PictureProgress, type PixelCache } from './pixelCache.js';
export { pictureFormat, type PictureFormat } from './pictureFormat.js';
export { prefetch } from './prefetch.js';
export { drawingVersion, renderDrawing, type DrawingOptions } from './renderDrawing.js';
export { sharp } from './sharp.js';
