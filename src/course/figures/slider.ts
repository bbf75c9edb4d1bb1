import type { Layout } from 'plotly.js-dist-min';
import { fonts, ink } from '../../report/plots/theme.js';

/** A position of a slider: what it is called and what it changes. */
export interface SliderStep {
  label: string;
  method: 'restyle' | 'relayout' | 'update';
  args: unknown[];
}

/** A slider below the plot, which works in a saved page too. Room for it is 90 pixels more height. */
export function sliderBelow(
  prefix: string,
  steps: readonly SliderStep[],
  active = 0,
  top = 75,
): Partial<Layout> {
  return {
    sliders: [
      {
        active,
        currentvalue: { prefix, font: { size: fonts.axis, color: ink.text } },
        x: 0,
        len: 1,
        y: 0,
        pad: { t: top },
        steps: steps as NonNullable<NonNullable<Layout['sliders']>[number]['steps']>,
      },
    ],
  };
}

/** Four digits are more than a picture shows. */
export const short = (value: number): number => Number(value.toPrecision(4));
