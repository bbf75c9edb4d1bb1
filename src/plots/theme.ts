/** Marker shapes in use, by plotly's names. */
export type MarkerShape =
  | 'square'
  | 'circle'
  | 'circle-open'
  | 'diamond'
  | 'triangle-up'
  | 'triangle-down'
  | 'star'
  | 'pentagon'
  | 'cross'
  | 'x'
  | 'hexagon'
  | 'octagon'
  | 'star-triangle-up'
  | 'hourglass'
  | 'bowtie';

/** How one method looks in every figure. */
export interface MethodStyle {
  label: string;
  /** Hexadecimal, for example `#0072B2`. */
  color: string;
  symbol: MarkerShape;
}

/** Colours that do not stand for a method. */
export const ink = {
  text: '#1f2430',
  quiet: '#5b6270',
  axis: '#9aa1ad',
  grid: '#e8eaee',
  paper: '#ffffff',
  reference: '#000000',
  positive: '#009988',
  negative: '#CC3311',
  neutral: '#8a8f98',
} as const;

/** Fonts in pixels for a figure of 900 pixels' width; readable when shown at half that width. */
export const fonts = {
  family: 'Lato, "Open Sans", "Helvetica Neue", Arial, sans-serif',
  title: 21,
  subtitle: 16,
  axis: 17,
  tick: 16,
  legend: 16,
  note: 15,
} as const;

// The colours of Okabe and Ito (Color Universal Design, 2008), which stay apart for colour-blind readers.
const known: Record<string, MethodStyle> = {
  regression: { label: 'Feature regression', color: '#5F5F5F', symbol: 'square' },
  rankOrderPreservation: { label: 'Rank order preservation (ours)', color: '#D55E00', symbol: 'circle' },
  rankOrderPublicForm: {
    label: 'Rank order (public form)',
    color: '#E69F00',
    symbol: 'circle-open',
  },
  monotonicSimilarity: { label: 'Monotonic mapping (ours)', color: '#009E73', symbol: 'diamond' },
  contextualSimilarityDistillation: { label: 'CSD (in batch)', color: '#0072B2', symbol: 'triangle-up' },
  contextualSimilarityBank: { label: 'CSD (bank)', color: '#56B4E9', symbol: 'triangle-down' },
  contextualSimilarityRetuned: {
    label: 'CSD (in batch, re-tuned)',
    color: '#6A3D9A',
    symbol: 'cross',
  },
  symmetricGallery: { label: 'Gallery model on both sides', color: '#000000', symbol: 'star' },
  symmetricQuery: { label: 'Query model on both sides', color: '#CC79A7', symbol: 'pentagon' },
};

const spare: Omit<MethodStyle, 'label'>[] = [
  { color: '#1B9E9E', symbol: 'hourglass' },
  { color: '#E7298A', symbol: 'bowtie' },
  { color: '#A6761D', symbol: 'x' },
  { color: '#4B3FA6', symbol: 'star-triangle-up' },
  { color: '#B8A800', symbol: 'hexagon' },
  { color: '#8C2D04', symbol: 'octagon' },
];

/** Ids of the methods that have a fixed style. */
export const styledMethods: readonly string[] = Object.keys(known);

/**
 * The style of each method: fixed for the known ids; others are labelled by their id and take a spare colour by their
 * order among the unknown ones.
 */
export function methodStyles(ids: readonly string[]): Map<string, MethodStyle> {
  const unique = [...new Set(ids)];
  const unknown = unique.filter((id) => !(id in known));
  return new Map(
    unique.map((id) => [id, known[id] ?? { label: id, ...spare[unknown.indexOf(id) % spare.length]! }]),
  );
}

/** The name of a method for readers. */
export function methodLabel(id: string): string {
  return known[id]?.label ?? id;
}

/** Methods in the order in which legends list them: the known ones first, the others as they come. */
export function inLegendOrder(ids: readonly string[]): string[] {
  const unique = new Set(ids);
  return [...styledMethods.filter((id) => unique.has(id)), ...[...unique].filter((id) => !(id in known))];
}

/** A colour with an opacity in [0, 1], in CSS notation. */
export function translucent(hex: string, opacity: number): string {
  const channels = [1, 3, 5].map((start) => parseInt(hex.slice(start, start + 2), 16));
  return `rgba(${channels.join(', ')}, ${opacity})`;
}

/** Sequential blues from light to dark, one per value, for families of curves. */
export function shades(count: number): string[] {
  const [light, dark] = [
    [150, 196, 232],
    [8, 48, 107],
  ] as const;
  return Array.from({ length: count }, (_, i) => {
    const share = count > 1 ? i / (count - 1) : 1;
    return `rgb(${light.map((from, c) => Math.round(from + share * (dark[c]! - from))).join(', ')})`;
  });
}
