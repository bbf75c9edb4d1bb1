import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { parseConfig } from '../../base/config/parseConfig.js';
import { RetrievalError } from '../../errors.js';
import type { BenchmarkName } from './names.js';

/** Pictures that the lists name, by part. */
export type PartCounts = Record<string, number>;

/** What is said of a benchmark's size. */
export interface ExpectedCounts {
  parts: PartCounts;
  /** Where the numbers are from. */
  source: string;
  /** Parts whose number could not be confirmed here: another one is a warning, not an error. */
  uncertain: readonly string[];
}

const published: Record<BenchmarkName, ExpectedCounts> = {
  roxford5k: { parts: { gallery: 4993, query: 70 }, source: 'Radenović et al. 2018', uncertain: [] },
  rparis6k: { parts: { gallery: 6322, query: 70 }, source: 'Radenović et al. 2018', uncertain: [] },
  revisitop1m: {
    parts: { distractors: 1_001_001 },
    source: 'Radenović et al. 2018',
    uncertain: ['distractors'],
  },
  'google-landmarks-v2': {
    parts: { train: 1_580_470, index: 761_757, test: 117_577 },
    source: "the owners' README; train, clean: Weyand et al. 2020",
    uncertain: ['train'],
  },
  sfm120k: {
    parts: { train: 91_642, val: 6403 },
    source: 'Radenović et al. 2018, fine-tuning without human annotation',
    uncertain: ['train', 'val'],
  },
  'in-shop': {
    parts: { train: 25_882, query: 14_218, gallery: 12_612 },
    source: 'Liu et al. 2016',
    uncertain: [],
  },
  'stanford-online-products': {
    parts: { train: 59_551, test: 60_502 },
    source: 'Song et al. 2016',
    uncertain: [],
  },
  'cub-200-2011': { parts: { train: 5994, test: 5794 }, source: 'Wah et al. 2011', uncertain: [] },
};

const noteFile = 'replica.json';
const noteSchema = z.strictObject({
  /** Generated pictures in the layout of this benchmark; no result on them means anything. */
  replicaOf: z.string(),
  seed: z.number(),
  counts: z.record(z.string(), z.number()),
});

/** Written into the folder of a replica, so that nobody takes it for the benchmark. */
export type ReplicaNote = z.infer<typeof noteSchema>;

/** The note in a replica's folder, if it is one. @throws RetrievalError for a note that can't be read. */
export function readReplicaNote(folder: string): ReplicaNote | undefined {
  const file = join(folder, noteFile);
  if (!existsSync(file)) return undefined;
  try {
    return parseConfig(noteSchema, JSON.parse(readFileSync(file, 'utf8')), file);
  } catch (cause) {
    if (cause instanceof RetrievalError) throw cause;
    throw new RetrievalError({
      what: 'The note of a replica is no JSON',
      where: file,
      fix: 'make it again',
      cause,
    });
  }
}

/** The file of a replica's note, and its content. */
export function replicaNote(note: ReplicaNote): [file: string, content: string] {
  return [noteFile, `${JSON.stringify(note, null, 2)}\n`];
}

/** Published numbers of pictures by part. */
export function publishedCounts(name: BenchmarkName): PartCounts {
  return published[name].parts;
}

/** How many pictures the lists must name: the published numbers, or those of the replica. */
export function expectedCounts(name: BenchmarkName, folder: string): ExpectedCounts {
  const note = readReplicaNote(folder);
  return note ? { parts: note.counts, source: 'the note of this replica', uncertain: [] } : published[name];
}
