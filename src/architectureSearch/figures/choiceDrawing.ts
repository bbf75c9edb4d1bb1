import type { Data, Layout } from 'plotly.js-dist-min';
import { blocksOf } from '../../models/networks/choiceNetwork.js';
import type { ChoiceSpace } from '../../models/networks/choiceSpace.js';
import { bestOf } from '../evolution.js';
import { choiceLabel } from '../handMade.js';
import { axis, composeFigure, type Figure, type FigureOptions } from '../../report/plots/figure.js';
import { decimals, percent } from '../../report/plots/formatting.js';
import { fonts, ink } from '../../report/plots/theme.js';

/** A scored path. */
interface ScoredPath {
  path: readonly number[];
  reward: number;
  flops: number;
}

/** Share of the scored paths that count as the best, and how many of them at least. */
const [bestShare, fewest] = [0.1, 5];
const strong = '#D55E00';

/**
 * The space as a grid, blocks from left to right and their choices from bottom to top, with the best path through it. How
 * dark a cell is tells which share of the best paths takes it; cells that a block cannot take stay empty.
 */
export function choiceDrawing(
  space: ChoiceSpace,
  evaluations: readonly ScoredPath[],
  options: FigureOptions = {},
): Figure {
  const blocks = blocksOf(space);
  const top = bestOf(evaluations, Math.max(fewest, Math.round(bestShare * evaluations.length)));
  const numbers = blocks.map((_, n) => n + 1);
  const shares = space.choices.map((_, choice) =>
    blocks.map(({ allowed }, n) =>
      allowed.includes(choice)
        ? Math.round((100 * top.filter(({ path }) => path[n] === choice).length) / top.length)
        : null,
    ),
  );
  const best = top[0];
  const labels = space.choices.map(choiceLabel);
  const data: Partial<Data>[] = [
    {
      type: 'heatmap',
      x: numbers,
      y: labels,
      z: shares as number[][],
      zmin: 0,
      zmax: 100,
      xgap: 5,
      ygap: 5,
      colorscale: [
        [0, '#EEF3F8'],
        [1, '#2F78B7'],
      ],
      colorbar: { thickness: 14, len: 1, outlinewidth: 0, tickvals: [0, 50, 100] },
      hovertemplate: 'block %{x}, %{y}: %{z} % of the best paths<extra></extra>',
    },
    {
      type: 'scatter',
      mode: 'lines+markers',
      x: numbers,
      y: best ? best.path.map((choice) => labels[choice]!) : [],
      line: { color: strong, width: 3 },
      marker: { color: strong, size: 14, line: { color: ink.paper, width: 2 } },
      hoverinfo: 'skip',
    },
  ];
  return composeFigure({
    title: options.title ?? (best ? finding(best) : 'The choices of each block'),
    subtitle:
      options.subtitle ??
      `The best path through the space; shaded: the share of the best ${top.length} of ${evaluations.length} paths with this choice, per cent`,
    data,
    plotHeight: 60 + 52 * space.choices.length,
    headRoom: 34,
    layout: {
      xaxis: axis('Block', undefined, { tickmode: 'array', tickvals: numbers, showgrid: false }),
      yaxis: axis('', undefined, {
        showgrid: false,
        type: 'category',
        categoryorder: 'array',
        categoryarray: labels,
      }),
      ...stageMarks(space),
    },
  });
}

/** A line between stages and each stage's channels above it. */
function stageMarks({ stages }: ChoiceSpace): Partial<Layout> {
  let end = 0;
  const spans = stages.map(({ blocks, channels, stride }) => {
    const first = end + 1;
    end += blocks;
    return { first, last: end, text: `${channels} channels${stride === 2 ? ', halved' : ''}` };
  });
  return {
    annotations: spans.map(({ first, last, text }) => ({
      text,
      x: (first + last) / 2,
      y: 1,
      yref: 'paper',
      yanchor: 'bottom',
      showarrow: false,
      font: { size: fonts.note, color: ink.quiet },
    })),
    shapes: spans.slice(1).map(({ first }) => ({
      type: 'line',
      x0: first - 0.5,
      x1: first - 0.5,
      y0: 0,
      y1: 1,
      yref: 'paper',
      line: { color: ink.axis, width: 1.5 },
    })),
  };
}

function finding(best: ScoredPath): string {
  return `The best network scores ${percent(best.reward, 2)} with ${decimals(best.flops / 1e6)} MFLOPs per query`;
}
