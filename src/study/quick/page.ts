import { svgChart } from '../../report/plots/svgChart.js';
import { chartFigure } from '../../report/page/chartFigure.js';
import { foundRows, type FoundRows } from '../../report/page/foundRows.js';
import { pageStyle } from '../../report/page/pageStyle.js';
import { pageTable, type PageTable } from '../../report/page/pageTable.js';
import { html, Html } from '../../report/notebook/html.js';
import { depthLines, trainingLines, type Depth } from './curves.js';
import type { LiveMethod } from './liveRuns.js';

/** What the page of results shows; what is not there yet is left out. */
export interface PageContent {
  /** What is searched, for the heading, such as "emoji". */
  subject: string;
  /** What is at work; without it the page is finished and no longer loads itself again. */
  working?: string;
  methods: readonly LiveMethod[];
  depth: Depth;
  tables?: readonly PageTable[];
  found?: readonly FoundRows[];
  /** Paths from the page's folder. */
  notebooks?: readonly string[];
  figures?: readonly string[];
  /** Commands to go on with, and what they do. */
  next?: readonly (readonly [command: string, what: string])[];
}

const refreshSeconds = 3;

/** The page as HTML: pictures inside, no script, nothing loaded from elsewhere. */
export function resultsPage(content: PageContent): string {
  const { subject, working, tables = [], found = [] } = content;
  const refresh = working ? html`<meta http-equiv="refresh" content="${refreshSeconds}" />` : '';
  const page = html`<!doctype html>
    <html lang="en">
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      ${refresh}
      <title>Asymmetric retrieval: ${subject}</title>
      <style>
        ${new Html(pageStyle)}
      </style>
      <h1>Asymmetric retrieval of unseen ${subject} classes</h1>
      <p>
        Small query models, trained here just now, search a gallery whose vectors came from a large model. The
        more of its order they keep, the better they find.
      </p>
      ${working ? html`<p role="status"><b>At work:</b> ${working}. This page loads itself again.</p>` : ''}
      ${training(content)} ${byDepth(content.methods)} ${tables.map(pageTable)}
      ${found.length > 0 ? foundSection(found) : ''} ${links(content)}
    </html> `;
  return page.toString();
}

function training({ methods, depth }: PageContent): Html {
  const lines = trainingLines(methods, depth);
  const last = lines.flatMap(({ label, points }) => {
    const end = points.at(-1);
    return end ? [`${label} ${end.y.toFixed(1)} per cent`] : [];
  });
  const chart = svgChart(lines, {
    alt: `Order consistency at depth ${depth} during training. ${last.length > 0 ? `Last: ${last.join(', ')}` : 'No point yet'}.`,
    xLabel: 'share of the training (%)',
    yLabel: `order consistency@${depth} (%)`,
    range: [0, 100],
    ticks: [0, 25, 50, 75, 100],
  });
  const kept = methods.filter((one) => one.kept);
  const origin =
    kept.length > 0
      ? `Trained here, seed 0; kept from an earlier start: ${kept.map(({ label }) => label).join(', ')}.`
      : 'Trained here, seed 0.';
  return chartFigure(
    'While they train',
    chart,
    lines,
    `Pairs of the gallery model's first ${depth} that a query model keeps in order. ${origin}`,
  );
}

function byDepth(methods: readonly LiveMethod[]): Html | string {
  const lines = depthLines(methods);
  if (lines.length === 0) return '';
  const depths = lines[0]!.points.map(({ x }) => x);
  const chart = svgChart(lines, {
    alt: `Order consistency by depth of the ranking. ${lines.map(({ label, points }) => `${label}: ${points.map(({ x, y }) => `${y.toFixed(0)} at ${x}`).join(', ')}`).join('; ')}.`,
    xLabel: 'depth k of the ranking (gallery pictures)',
    yLabel: 'order consistency@k (%)',
    ticks: depths,
    logarithmic: true,
  });
  return chartFigure(
    'How much of the order is kept, by depth',
    chart,
    lines,
    'Unseen classes; bands: 95 % over queries. Trained here.',
  );
}

function foundSection(found: readonly FoundRows[]): Html {
  return html`<h2>What they find</h2>
    <p class="quiet">Full border: the query's class; dashed: another.</p>
    ${found.map(foundRows)}`;
}

function links({ notebooks = [], figures = [], next = [] }: PageContent): Html {
  const list = (title: string, paths: readonly string[]): Html | string =>
    paths.length === 0
      ? ''
      : html`<h2>${title}</h2>
          <ul>
            ${paths.map((path) => html`<li><a href="${encodeURI(path)}">${path.split('/').at(-1)!}</a></li>`)}
          </ul>`;
  const commands = next.map(([command, what]) => html`<li><code>${command}</code>: ${what}</li>`);
  return html`${list('Executed notebooks', notebooks)}${list('Figures', figures)}
  ${
    commands.length > 0
      ? html`<h2>How to go on</h2>
          <ul>
            ${commands}
          </ul>`
      : ''
  }`;
}
