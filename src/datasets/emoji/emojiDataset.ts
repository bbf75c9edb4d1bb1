import { RetrievalError } from '../../errors.js';
import { drawingVersion, renderDrawing } from '../../images/renderDrawing.js';
import { sharpVersion } from '../../images/sharp.js';
import type { PictureProgress } from '../../images/pixelCache.js';
import { createDataset } from '../createDataset.js';
import { emojiDescription } from './emojiDescription.js';
import { commonEmojiNames, emojiVendors, readEmojiPackage, type EmojiPackage } from './emojiPackages.js';
import { emojiSplits } from './emojiSplits.js';
import { pixelReader } from '../pixelReader.js';
import type { Dataset, ImageRecord } from '../types.js';

export interface EmojiDatasetOptions {
  /** Told how far the rendering of a size is, the first time it is asked for. */
  onProgress?: PictureProgress;
  /** Keeps every n-th class, for quick trials; default 1. The data set is then called `emoji-small`. */
  classStep?: number;
  /** Folder of the rendered pictures; default `data/cache/<name>` of the workspace. */
  cacheFolder?: string;
}

/**
 * 1,027 emoji drawn by six vendors: 6,162 pictures, labelled with the emoji's name. Row `6 c + v` is class `c` as
 * vendor `v` draws it; queries and gallery come from different vendors.
 *
 * @throws RetrievalError when an emoji package is missing.
 */
export function emojiDataset(options: EmojiDatasetOptions = {}): Promise<Dataset> {
  return Promise.resolve().then(() => buildEmojiDataset(options));
}

function buildEmojiDataset({ onProgress, classStep = 1, cacheFolder }: EmojiDatasetOptions): Dataset {
  checkClassStep(classStep);
  const packages = emojiVendors.map(({ name }) => readEmojiPackage(name));
  const labelNames = commonEmojiNames(packages).filter((_, number) => number % classStep === 0);
  const records = labelNames.flatMap((label) => emojiRecords(label, packages));
  const versions = packages.map(({ vendor, version }) => `${vendor} ${version}`);
  const name = classStep === 1 ? 'emoji' : 'emoji-small';
  const pixels = pixelReader({
    count: records.length,
    folder: cacheFolder,
    name,
    description: { packages: versions, rendering: drawingVersion, classStep, renderer: sharpVersion() },
    framings: ['whole', 'drawing'],
    render: (row, request) => renderDrawing(records[row]!.svg!, request),
    onProgress,
  });
  return createDataset({
    ...emojiDescription,
    name,
    records,
    labelNames,
    splits: emojiSplits(records, labelNames),
    contentVersions: [...versions, `rendering ${drawingVersion}`],
    attributions: packages.map(({ attribution }) => attribution),
    pixels,
  });
}

function emojiRecords(label: string, packages: EmojiPackage[]): ImageRecord[] {
  return packages.map(({ vendor, drawings }, v) => ({
    id: `${vendor}/${label}`,
    label,
    origin: vendor,
    role: emojiVendors[v]!.role,
    svg: drawings.get(label)!,
  }));
}

function checkClassStep(classStep: number): void {
  if (Number.isInteger(classStep) && classStep >= 1 && classStep <= 128) return;
  throw new RetrievalError({
    what: 'The class step is not usable',
    where: 'classStep',
    expected: 'a whole number from 1 to 128',
    found: String(classStep),
    fix: 'use 1 for all classes, 16 for a quick trial',
  });
}
