import type { z } from 'zod';
import type { Described } from '../base/registry/described.js';
import type { RandomSource } from '../base/randomSource.js';
import type { Network } from './networks/network.js';
import type { QueryModel, QueryModelContext } from './queryModel.js';

/** A query model that is a network on pictures, trained, counted, saved and exported as every network is. */
export interface NetworkDefinition<Schema extends z.ZodType = z.ZodType> extends Described {
  /** A strict object with one `kind`, `size`, the side of the pictures, and `pooling`; it may have `head` and `weights`. */
  schema: Schema;
  /** The layers from pixels to the map that is pooled. */
  network(config: z.output<Schema>): Network;
}

/** A query model of any other kind. */
export interface CustomDefinition<Schema extends z.ZodType = z.ZodType> extends Described {
  /** A strict object with one `kind` and `size`, the side of the pictures. */
  schema: Schema;
  /** A plain object; its configuration is added. */
  create(
    config: z.output<Schema>,
    random: RandomSource,
    context: QueryModelContext,
  ): Omit<QueryModel, 'config'> | Promise<Omit<QueryModel, 'config'>>;
}

/** A kind of query model: its configuration's schema and how it is made. */
export type QueryModelDefinition<Schema extends z.ZodType = z.ZodType> =
  NetworkDefinition<Schema> | CustomDefinition<Schema>;
