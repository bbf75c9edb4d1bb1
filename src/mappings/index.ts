export { checkMonotone } from './checkMonotone.js';
export { mappingSchema, type MappingConfig } from './config.js';
export { fitUnitFamily } from './fitUnitFamily.js';
export { isotonicRegression, isotonicRegressionRows } from './isotonicRegression.js';
export { bSplineBasis, iSpline } from './iSpline.js';
export { createMonotoneMapping, powerMapping } from './monotoneMapping.js';
export { piecewiseLinear } from './piecewiseLinear.js';
export { positiveNetwork } from './positiveNetwork.js';
export type { MonotoneMapping, UnitFamily } from './types.js';
