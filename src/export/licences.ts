import { allAttributions } from '../datasets/attributions.js';
import { describeDataset } from '../datasets/describeDataset.js';
import type { Attribution, Dataset } from '../datasets/types.js';
import { type PretrainedName, weightFiles } from '../models/pretrainedWeights.js';

/** How the attribution of each network's weights begins. */
const weightTitles: Record<PretrainedName, string> = {
  efficientNetLite0: 'EfficientNet-Lite',
  efficientNetLite1: 'EfficientNet-Lite',
  efficientNetLite2: 'EfficientNet-Lite',
  mobileNetV2: 'MobileNetV2',
  squeezeNet: 'SqueezeNet',
};

/** Whom to name for the weights of pretrained networks; networks of one's own are left out. */
export function weightLicences(names: readonly string[]): Attribution[] {
  const titles = new Set(names.filter(isPretrained).map((name) => weightTitles[name]));
  return allAttributions().filter(({ name }) => [...titles].some((title) => name.startsWith(title)));
}

/**
 * Whom to name for the pictures that a model was trained on.
 * @param dataset name of the data set in the run's configuration
 * @param opened the data set, where it has been opened
 */
export function pictureLicences(dataset: string, opened?: Dataset): Attribution[] {
  return opened?.attributions ?? describeDataset(dataset).attributions();
}

function isPretrained(name: string): name is PretrainedName {
  return Object.hasOwn(weightFiles, name);
}
