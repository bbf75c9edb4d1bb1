import type { BenchmarkName } from '../names.js';

/** What a whole file must hash to, and how far that is to be trusted. */
export type Checksum =
  | {
      algorithm: 'md5' | 'sha256';
      /** Hexadecimal digits. */
      digest: string;
      /** Where the digest was found; it is not the owner who says so. */
      knownFrom: string;
    }
  | {
      algorithm: 'md5';
      /** Address of the owner's own list, whose first word is the digest. */
      list: string;
    };

/** How an archive is laid out and what becomes of it. */
export interface Archive {
  format: 'tar' | 'tgz' | 'zip';
  /** `flat` drops the folders of the archive, `tree` keeps them. */
  layout: 'flat' | 'tree';
  /** Leading folder that is taken off every path that has it, in a `tree`. */
  root?: string;
}

/** A numbered or single part of a benchmark that can be fetched alone. */
export interface Part {
  group: string;
  number?: number;
}

/** One file on its owner's server. */
export interface SourceFile {
  /** Name of the file at its owner's. */
  name: string;
  /** Missing where the owner hands the file out only to those who ask. */
  url?: string;
  /** Place in the benchmark's folder: of the file, or, of an archive, of what is in it (`''` is the folder itself). */
  target: string;
  /** Size of the file, where it is known exactly. */
  bytes?: number;
  /** Size by its owner's words, such as "~1GB each". */
  aboutBytes?: number;
  checksum?: Checksum;
  archive?: Archive;
  /** Files without a part always come along. */
  part?: Part;
}

/** Pictures that a place holds once everything in it is there. */
export interface PictureCount {
  /** Folder below the benchmark's; `''` is that itself. */
  target: string;
  /** At least so many. */
  pictures: number;
}

/** Where a benchmark comes from and on which terms. */
export interface BenchmarkSource {
  name: BenchmarkName;
  title: string;
  /** When to choose it, in one line. */
  use: string;
  /** The terms in the owner's words as far as they are known; says so where they are not. */
  licence: string;
  /** The owner's page. */
  page: string;
  files: SourceFile[];
  /** Groups of parts that come only when they are asked for. */
  onRequest?: string[];
  /** How to ask the owner, where nothing can be fetched without. */
  request?: string;
  /** What an unpacked copy holds at least; files or folders. */
  required: string[];
  /** Folders in which a copy may lie below the one that is named, such as `datasets/roxford5k`. */
  roots: string[];
  counts: PictureCount[];
  /** Anything a reader should know before fetching. */
  notes: string[];
}

/** A file that can be fetched; its name is the last part of its address. */
export function published(url: string, rest: Omit<SourceFile, 'name' | 'url'>): SourceFile {
  return { name: decodeURIComponent(new URL(url).pathname.split('/').at(-1)!), url, ...rest };
}
