/** Colours that do not stand for a method. */
export const ink = {
  text: '#1f2430',
  quiet: '#5b6270',
  axis: '#9aa1ad',
  grid: '#e8eaee',
  faint: '#d3d7de',
  paper: '#ffffff',
  reference: '#000000',
  positive: '#009988',
  negative: '#CC3311',
  neutral: '#8a8f98',
} as const;

/** Colours of lines that stand for no method; Okabe and Ito 2008, told apart by colour-blind readers too. */
export const lineColors = ['#0072B2', '#D55E00', '#009E73', '#CC79A7', '#E69F00', '#56B4E9'] as const;

/** Fonts in pixels for a figure of 900 pixels' width; readable when shown at half that width. */
export const fonts = {
  family: 'Lato, "Open Sans", "Helvetica Neue", Arial, sans-serif',
  title: 20,
  subtitle: 16,
  axis: 17,
  tick: 16,
  legend: 15,
  note: 15,
} as const;

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
