export { type Photo, type PhotoOptions, type PhotoSizing, decodePhoto, photoSize } from './decodePhoto.js';
export {
  type Box,
  type DecodeOptions,
  type PictureDimensions,
  checkBox,
  decodePicture,
  pictureDimensions,
  pixelLimit,
} from './decodePicture.js';
export { type LoadLimits, type LoadPlan, loadAhead } from './loadAhead.js';
export { fittedSize, scaledSize, usualLongestSide } from './photoSize.js';
export { type PictureFormat, pictureFormat } from './pictureFormat.js';
export { type PictureProgress, type PixelCache, cachedPixels } from './pixelCache.js';
export { prefetch } from './prefetch.js';
export { type DrawingOptions, drawingVersion, renderDrawing } from './renderDrawing.js';
export { sharp } from './sharp.js';
export { type Pixels, squashPixels } from './squashPixels.js';
