import { z } from 'zod';

/** How a monotone mapping is built; see {@link createMonotoneMapping}. */
export const mappingSchema = z.strictObject({
  /** `power` is fixed, the others are learnt. */
  family: z.enum(['piecewiseLinear', 'iSpline', 'positiveNetwork', 'power']).default('piecewiseLinear'),
  /** Pieces of the piecewise linear map and of the spline, hidden units of the network. */
  pieces: z.int().min(2).default(16),
  /** The map starts as `t` to this power; 1 is the identity. */
  startExponent: z.number().positive().default(4),
  /** Share of the map that stays a straight line, which bounds its slope from below and so prevents collapse. */
  slopeFloor: z.number().min(0).max(1).default(0.2),
});

export type MappingConfig = z.output<typeof mappingSchema>;
