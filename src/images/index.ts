export { type Photo, type PhotoOptions, type PhotoSizing, decodePhoto } from './decodePhoto.js';
export {
  type Box,
  type DecodeOptions,
  type PictureDimensions,
  decodePicture,
  pictureDimensions,
} from './decodePicture.js';
export { type PictureFormat, pictureFormat } from './pictureFormat.js';
export { type DrawingOptions, renderDrawing } from './renderDrawing.js';
export { type CanvasPixels, type Drawable } from './canvasPicture.js';
