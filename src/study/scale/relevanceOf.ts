import type { IndexRelevance } from '../../galleryIndex/listQuality.js';
import type { ScaleInputs } from './scaleInputs.js';

/** Pictures of the query's class are right; simulated ones are not. */
export function relevanceOf({ galleryLabels, queryLabels, self }: ScaleInputs): IndexRelevance {
  return Array.from(queryLabels, (label, query) => {
    const same = Array.from(galleryLabels.keys()).filter((row) => galleryLabels[row] === label);
    const own = self[query]!;
    return {
      positives: new Set(same.filter((row) => row !== own)),
      ignored: new Set(own < 0 ? [] : [own]),
    };
  });
}
