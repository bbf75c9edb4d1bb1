/** The two states that a place may have. */
export type Version = 'old' | 'new';

/** Something that the library writes, small. */
export interface Save {
  name: string;
  /** Writes a state, whatever is there. */
  write(folder: string, version: Version): Promise<unknown>;
  /** What a reader finds; nothing where there is nothing. */
  read(folder: string): Promise<unknown>;
  /** Whether the old state goes before the new one is begun, as what replaces by computing for hours does. */
  mayBeGone?: boolean;
}
