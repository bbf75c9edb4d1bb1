/** Shapes of markers by the names of plotly; each has an open form too. */
type Shape =
  | 'circle'
  | 'square'
  | 'diamond'
  | 'cross'
  | 'x'
  | 'triangle-up'
  | 'triangle-down'
  | 'triangle-left'
  | 'triangle-right'
  | 'triangle-ne'
  | 'triangle-se'
  | 'triangle-sw'
  | 'triangle-nw'
  | 'pentagon'
  | 'hexagon'
  | 'hexagon2'
  | 'octagon'
  | 'star'
  | 'hexagram'
  | 'star-triangle-up'
  | 'star-triangle-down'
  | 'star-square'
  | 'star-diamond'
  | 'diamond-tall'
  | 'diamond-wide'
  | 'hourglass'
  | 'bowtie'
  | 'circle-cross'
  | 'circle-x'
  | 'square-cross'
  | 'square-x'
  | 'diamond-cross'
  | 'diamond-x';

/** A marker's shape, filled or open. */
export type MarkerShape = Shape | `${Shape}-open`;

/** How one thing that is compared, such as a method, looks in every figure. */
export interface Look {
  /** At most 33 characters, so that three fit a row of a legend. Systems of the literature with author and year. */
  label: string;
  /** Hexadecimal, for example `#0072B2`. */
  color: string;
  symbol: MarkerShape;
}
