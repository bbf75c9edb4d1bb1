import { howToInstall } from '../../../base/files/howToInstall.js';
import { benchmarkNames } from '../../../datasets/benchmarks/names.js';
import { emojiDataset } from '../../../datasets/emoji/emojiDataset.js';
import { embeddedGroceries } from '../../../datasets/grocery/embeddedGroceries.js';
import { findGroceryStore, groceryStoreDataset } from '../../../datasets/grocery/groceryStoreDataset.js';
import { emojiPackageNames, hasEmojiPackages } from '../../../datasets/emoji/emojiPackages.js';
import { benchmarkFolder } from '../../../datasets/benchmarks/folders.js';
import { benchmarkSources } from '../../../datasets/benchmarks/sources/benchmarkSources.js';
import { benchmarkState } from '../../../datasets/benchmarks/download/benchmarkState.js';
import { bytesText, filesText } from '../../../datasets/benchmarks/download/bytesText.js';
import { describeParts } from '../../../datasets/benchmarks/sources/parts.js';
import type { Dataset } from '../../../datasets/types.js';
import { printJson } from '../../output.js';
import { cacheFolder, folderBytes, megabytes } from '../cacheFolder.js';

/** Prints the data sets and benchmarks. */
export async function run({ json }: { json: boolean }): Promise<void> {
  const folder = findGroceryStore();
  const datasets = [
    ...(hasEmojiPackages() ? [await emojiDataset()] : []),
    await embeddedGroceries(),
    ...(folder ? [await groceryStoreDataset({ folder })] : []),
  ];
  const benchmarks = benchmarkNames.map(describeBenchmark);
  const caches = { folder: cacheFolder(), bytes: folderBytes(cacheFolder()) };
  if (json) return printJson({ datasets: datasets.map(summaryOf), benchmarks, caches });
  datasets.forEach((dataset) => console.log(describeDataset(dataset)));
  if (!hasEmojiPackages()) console.log(`emoji: not here; ${howToInstall(...emojiPackageNames)}`);
  if (folder) console.log(`  in ${folder}`);
  else console.log('grocery-originals: not here; fetch them with `asym data get grocery-store`');
  benchmarks.forEach((benchmark) => console.log(describeLines(benchmark)));
  console.log(`caches: ${megabytes(caches.bytes)} in data/cache`);
}

function summaryOf({ name, records, labelNames, splits }: Dataset) {
  return {
    name,
    pictures: records.length,
    labels: labelNames.length,
    splits: Object.values(splits).map(({ name: split, fit, queries, gallery, description }) => ({
      name: split,
      train: fit.length,
      queries: queries.length,
      gallery: gallery.length,
      description,
    })),
  };
}

function describeDataset(dataset: Dataset): string {
  const { name, pictures, labels, splits } = summaryOf(dataset);
  const lines = splits.map(
    ({ name: split, train, queries, gallery, description }) =>
      `  ${split.padEnd(20)}${train} train, ${queries} queries, gallery of ${gallery}: ${description}`,
  );
  return [`${name}: ${pictures} pictures, ${labels} labels`, ...lines].join('\n');
}

type BenchmarkEntry = ReturnType<typeof describeBenchmark>;

function describeBenchmark(name: (typeof benchmarkNames)[number]) {
  const source = benchmarkSources[name];
  const { title, licence, page, request, counts } = source;
  const pictures = counts.reduce((sum, count) => sum + count.pictures, 0);
  return {
    name,
    title,
    licence,
    page,
    /** How to ask the owner; null where everybody may fetch it. */
    request: request ?? null,
    parts: describeParts(source),
    /** At least; null where it is not known here. */
    pictures: pictures > 0 ? pictures : null,
    ...benchmarkState(source, benchmarkFolder(name)),
  };
}

function describeLines(entry: BenchmarkEntry): string {
  const { name, title, licence, page, request, parts, pictures, state, folder, linkedTo } = entry;
  return [
    `${name}: ${title}`,
    `  state     ${stateText(entry)}${linkedTo ? ` ${linkedTo}` : ''}${state === 'not here' ? '' : ` (${folder})`}`,
    `  pictures  ${pictures ?? 'number not known here'}`,
    parts && `  parts     ${parts}`,
    `  terms     ${licence}`,
    `  owner     ${page}${request ? '; to be asked for' : ''}`,
  ]
    .filter(Boolean)
    .join('\n');
}

function stateText({ state, done, files, bytesToFetch, unknownSizes, request }: BenchmarkEntry): string {
  if (state === 'here') return 'here';
  if (state === 'linked') return 'linked to';
  if (state === 'not fetched by us') return 'here, put there by other means';
  const sizes = [
    bytesToFetch > 0 && `about ${bytesText(bytesToFetch)}`,
    unknownSizes > 0 && `${filesText(unknownSizes)} of unknown size`,
  ].filter(Boolean);
  const size = request ? 'size not known here' : `${sizes.join(' and ')} to fetch`;
  return state === 'partly here' ? `${done} of ${filesText(files)} here, ${size}` : `not here; ${size}`;
}
