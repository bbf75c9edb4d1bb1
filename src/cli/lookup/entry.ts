import type { z } from 'zod';

/** One thing that can be looked up. */
export interface Entry {
  /** As configurations and options call it. */
  name: string;
  what: string;
  source: string;
  /** When to choose it. */
  use: string;
  /** Its options. */
  schema?: z.ZodType;
  /** Facts beyond the options, a line each. */
  facts?: string[];
  /** A command, or an expression with functions of the library. */
  example: string;
}
