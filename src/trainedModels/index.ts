/// <reference types="long" preserve="true" />
export { type FrozenFeatures, frozenFeatures } from './frozenFeatures.js';
export { type OpenModelOptions, openTrainedModel } from './openTrainedModel.js';
export {
  type DatasetPictures,
  type NamedPixels,
  type Picture,
  type PictureList,
  type Pictures,
} from './pictureList.js';
export {
  type FoundPicture,
  type PictureQuery,
  type PictureSearch,
  type PictureSearchOptions,
} from './pictureSearch.js';
export { preparationOf, type Preparation } from './preparation.js';
export { preparePicture } from './preparePicture.js';
export { type TrainedParts, saveTrainedModel } from './saveTrainedModel.js';
export { type GalleryChoices, type GalleryVectors } from './searchedGallery.js';
export { trainAndSave } from './trainAndSave.js';
export { type TrainedModel } from './trainedModel.js';
export { type SavedRun } from './savedRun.js';
