import { z } from 'zod';

/** How a monotone mapping is built; see {@link createMonotoneMapping}. */
export const mappingSchema = z.strictObject({
  family: z
    .enum(['piecewiseLinear', 'iSpline', 'positiveNetwork', 'power'])
    .default('piecewiseLinear')
    .describe('`power` is fixed, the others are learnt.'),
  pieces: z
    .int()
    .min(2)
    .default(16)
    .describe('Pieces of the piecewise linear map and of the spline, hidden units of the network.'),
  startExponent: z
    .number()
    .positive()
    .default(4)
    .describe('The map starts as `t` to this power; 1 is the identity.'),
  slopeFloor: z
    .number()
    .min(0)
    .max(1)
    .default(0.2)
    .describe(
      'Share of the map that stays a straight line, which bounds its slope from below and so prevents collapse.',
    ),
});

export type MappingConfig = z.output<typeof mappingSchema>;
