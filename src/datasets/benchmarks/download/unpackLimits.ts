import { RetrievalError } from '../../../errors.js';
import { safeJoin } from '../../../base/files/safeJoin.js';
import type { Archive } from '../sources/types.js';

/** How much may come out of an archive; photos hardly shrink, so that an honest one stays far below. */
export interface UnpackLimits {
  /** Bytes in all, default 20 times the archive and 64 MiB. */
  bytes: number;
  /** Files in all, default 5 million. */
  files: number;
}

/** The usual limits of an archive of so many bytes. */
export function usualLimits(archiveBytes: number): UnpackLimits {
  return { bytes: 20 * archiveBytes + 64 * 2 ** 20, files: 5_000_000 };
}

/** Names every path of an archive its place, and counts what comes out. */
export class UnpackGuard {
  files = 0;
  bytes = 0;
  readonly #places = new Set<string>();

  constructor(
    readonly archiveFile: string,
    readonly folder: string,
    readonly archive: Archive,
    readonly limits: UnpackLimits,
  ) {}

  /**
   * Where a file of the archive goes; undefined for what file managers leave in archives.
   *
   * @throws RetrievalError when the path leads out of the folder, or two files want the same place.
   */
  place(path: string): string | undefined {
    const parts = path.split('/').filter((part) => part !== '' && part !== '.');
    const name = parts.at(-1) ?? '';
    // The whole path is judged, also where only its last part is used.
    const whole = this.path(path);
    if (name.startsWith('._') || name === '.DS_Store' || parts.includes('__MACOSX')) return undefined;
    const { layout, root } = this.archive;
    const kept = layout === 'flat' ? [name] : parts[0] === root ? parts.slice(1) : undefined;
    const place = kept ? this.path(kept.join('/')) : whole;
    if (this.#places.has(place)) throw this.refuse('holds two files for the same place', path);
    this.#places.add(place);
    if (++this.files > this.limits.files)
      throw this.refuse(`holds more than ${this.limits.files} files`, path);
    return place;
  }

  /** The place of a path as it stands. @throws RetrievalError when that is outside of the folder. */
  path(path: string): string {
    try {
      return safeJoin(this.folder, path);
    } catch (cause) {
      const reason =
        cause instanceof RetrievalError ? cause.details.what.replace(/^The path/, 'a path that') : '';
      throw this.refuse(`holds ${reason}`, path, cause);
    }
  }

  /** Counts bytes that are about to be written. @throws RetrievalError when they are too many. */
  count(bytes: number, path: string): void {
    this.bytes += bytes;
    if (this.bytes <= this.limits.bytes) return;
    throw this.refuse(`unpacks to more than ${this.limits.bytes} bytes, far more than photos would`, path);
  }

  /** The error of an archive that must not be unpacked. */
  refuse(reason: string, path: string, cause?: unknown): RetrievalError {
    return new RetrievalError({
      what: `The archive ${reason}`,
      kind: 'data',
      where: `${this.archiveFile}, ${JSON.stringify(path)}`,
      expected: 'files and folders, each once, inside the folder of the benchmark',
      fix: 'do not use this archive; fetch it again, or ask its owner',
      cause,
    });
  }
}
