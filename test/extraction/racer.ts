import { extractPhotos } from '../../src/extraction/extractPhotos.js';
import { answerRaces } from '../helpers/racers.js';
import { toyPhotoModel } from './toyPhotos.js';

// Extracts with settings of its own, which the manifest tells.
answerRaces(async (place) => {
  const { out, photos } = JSON.parse(place) as { out: string; photos: { id: string; path: string }[] };
  const longestSide = 32 + (process.pid % 64);
  await extractPhotos({ model: toyPhotoModel(), photos, out, longestSide, scales: [1], overwrite: true });
  return String(longestSide);
});
