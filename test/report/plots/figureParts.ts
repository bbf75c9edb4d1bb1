import type { Figure } from '../../../src/report/plots/figure.js';

/** The bold first line of a figure's title, as plain text. */
export const title = ({ layout }: Figure): string =>
  layout.title!.text!.split('</b>')[0].replace('<b>', '').replaceAll('<br>', ' ').replaceAll('\u00a0', ' ');

/** Every number anywhere in a value. */
export function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  if (value === null || typeof value !== 'object') return [];
  return Object.values(value).flatMap(numbersIn);
}

/** The traces of a figure, with the parts that are looked at. */
export const traces = ({ data }: Figure) =>
  data as unknown as {
    type: string;
    name?: string;
    mode?: string;
    x: number[];
    y: (number | string)[];
    xaxis?: string;
    showlegend?: boolean;
    marker: { color: string; symbol: string };
  }[];
