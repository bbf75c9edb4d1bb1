import type { Dataset } from '../../datasets/types.js';
import { thumbnails } from '../plots/thumbnails.js';

/** Pictures of a report and how they are called. */
export interface ReportImages {
  /** `data:` address of a record's picture. */
  of(record: number): string;
  /** Its label, or its file where it has none. */
  name(record: number): string;
}

/** Side in pixels; sharp at the shown size on screens of high resolution. */
const side = 112;

/** Reads the pictures of some records, small. */
export async function reportImages(dataset: Dataset, records: readonly number[]): Promise<ReportImages> {
  const wanted = [...new Set(records)];
  const pixels = wanted.length > 0 ? await dataset.pixels(wanted, { size: side, keep: false }) : undefined;
  const addresses = pixels ? await thumbnails(pixels, side, 'webp') : [];
  const byRecord = new Map(wanted.map((record, n) => [record, addresses[n]!]));
  return {
    of: (record) => byRecord.get(record)!,
    name: (record) => {
      const { id, label } = dataset.records[record]!;
      return label === '' ? id.split('/').at(-1)! : label;
    },
  };
}
