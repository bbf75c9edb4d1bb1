import { escapeHtml } from '../../base/escapeHtml.js';
import { html, Html } from '../notebook/html.js';
import { lineColors } from '../plots/theme.js';
import type { EmbeddingMap, EmbeddingMaps } from './embeddingMap.js';
import type { PlanePoints } from './principalPlane.js';
import type { StudiedModel } from './studyModel.js';

const [width, height, margin] = [480, 400, 16];
/** Grey that is seen on light and on dark ground. */
const otherColor = '#8a8f98';

/** The embedding space, with a line between a picture's two vectors. */
export function mapSection({ galleryRecords, queries, maps }: EmbeddingMaps, studied: StudiedModel): Html {
  const { dataset } = studied;
  const colors = labelColors(galleryRecords.map((record) => dataset.records[record]!.label));
  const colorOf = (record: number): string => colors.get(dataset.records[record]!.label) ?? otherColor;
  const nameOf = (record: number): string => {
    const { id, label } = dataset.records[record]!;
    return label === '' ? id : `${label}: ${id}`;
  };
  const draw = (map: EmbeddingMap): Html =>
    html`<figure>
      <h3>
        ${map.kind}${map.share === undefined ? '' : `, ${(100 * map.share).toFixed(0)} % of the variance`}
      </h3>
      ${new Html(
        scatter(map, {
          alt: altOf(map, galleryRecords.length, queries.length),
          galleryColors: galleryRecords.map(colorOf),
          queryColors: queries.map(colorOf),
          queryNames: queries.map(nameOf),
        }),
      )}
    </figure>`;
  const others = colors.size > 0 ? [['other labels', otherColor] as const] : [];
  return html`<h2 id="map">The embedding space</h2>
    <p>
      Points: pictures of the gallery, by the gallery model. Each line joins a query's vector by the gallery
      model (point) and by the query model (ring): the longer it is, the farther the query model is off.
      ${maps.length > 1 ? 'In the UMAP a query lies among the five pictures that it finds first.' : ''}
    </p>
    <div class="maps">${maps.map(draw)}</div>
    <ul class="legend">
      ${[...colors, ...others].map(([label, color]) => html`<li><i class="dot" style="background:${color}"></i>${label}</li>`)}
      <li><i class="ring"></i>query model's vector</li>
    </ul>`;
}

/** Least share of the pictures that has colours, where there are colours at all. */
const leastColored = 0.25;

/** Colours of the most frequent labels; none where each of many labels has a few pictures only. */
function labelColors(labels: readonly string[]): Map<string, string> {
  const counts = new Map<string, number>();
  for (const label of labels) if (label !== '') counts.set(label, (counts.get(label) ?? 0) + 1);
  const first = [...counts].sort((a, b) => b[1] - a[1]).slice(0, lineColors.length);
  const colored = first.reduce((sum, [, count]) => sum + count, 0);
  if (colored < leastColored * labels.length) return new Map();
  return new Map(first.map(([label], n) => [label, lineColors[n]!]));
}

interface ScatterLook {
  alt: string;
  galleryColors: string[];
  queryColors: string[];
  queryNames: string[];
}

function scatter({ kind, gallery, queries }: EmbeddingMap, look: ScatterLook): string {
  const all = [...gallery, ...queries.galleryModel, ...queries.queryModel];
  // The axes of a UMAP have no scale of their own; those of a PCA have the same.
  const place = placing(all, kind === 'PCA');
  const points = gallery.map((point, n) =>
    circle(place(point), 2.6, `fill="${look.galleryColors[n]}" fill-opacity=".38"`),
  );
  const pairs = queries.galleryModel.map((point, n) => {
    const [from, to] = [place(point), place(queries.queryModel[n]!)];
    const color = look.queryColors[n];
    return `<g><title>${escapeHtml(look.queryNames[n]!)}</title><line x1="${from[0]}" y1="${from[1]}" x2="${to[0]}" y2="${to[1]}" stroke="currentColor" stroke-opacity=".45"/>${circle(from, 4, `fill="${color}"`)}${circle(to, 4, `fill="var(--ground)" stroke="${color}" stroke-width="2"`)}</g>`;
  });
  return `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeHtml(look.alt)}">${points.join('')}${pairs.join('')}</svg>`;
}

function circle([x, y]: readonly [string, string], radius: number, style: string): string {
  return `<circle cx="${x}" cy="${y}" r="${radius}" ${style}/>`;
}

/** From the plane to the picture, filling it or with one scale for both axes. */
function placing(
  points: PlanePoints,
  oneScale: boolean,
): (point: [number, number]) => readonly [string, string] {
  const ends = [0, 1].map((axis) => {
    const values = points.map((point) => point[axis]!);
    return [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))] as const;
  });
  const [spreadX, spreadY] = ends.map(([low, high]) => high - low || 1) as [number, number];
  const scales = [(width - 2 * margin) / spreadX, (height - 2 * margin) / spreadY] as const;
  const [across, down] = oneScale ? [Math.min(...scales), Math.min(...scales)] : scales;
  const middle = ends.map(([low, high]) => (low + high) / 2) as [number, number];
  return ([x, y]) => [
    (width / 2 + across * (x - middle[0])).toFixed(1),
    (height / 2 - down * (y - middle[1])).toFixed(1),
  ];
}

function altOf({ kind }: EmbeddingMap, gallery: number, queries: number): string {
  return `${kind} of ${gallery} vectors of the gallery and of both vectors of ${queries} queries, joined by lines.`;
}
