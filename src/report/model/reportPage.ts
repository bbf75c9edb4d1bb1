import { creditLine } from '../../datasets/creditLine.js';
import { describeDevice } from '../../experiments/deviceOfRun.js';
import type { DuplicatePair } from '../../experiments/duplicates.js';
import { html, Html } from '../notebook/html.js';
import { pageStyle } from '../page/pageStyle.js';
import type { EmbeddingMaps } from './embeddingMap.js';
import type { Confusion, MislabelledCandidate } from './labelTrouble.js';
import { mapSection } from './mapSection.js';
import { depthSection, numbersSection } from './numbersSection.js';
import { queriesSection, type ShownQueries } from './queriesSection.js';
import type { ReportImages } from './reportImages.js';
import { reportStyle } from './reportStyle.js';
import type { StudiedModel } from './studyModel.js';
import { confusionSection, duplicateSection, mislabelledSection } from './troubleSections.js';

/** All that a page shows. */
export interface ReportContent {
  studied: StudiedModel;
  queries: ShownQueries;
  maps: EmbeddingMaps;
  confusions: readonly Confusion[];
  duplicates: readonly DuplicatePair[];
  mislabelled: readonly MislabelledCandidate[];
  /** What is left out, and why. */
  leftOut: readonly string[];
  images: ReportImages;
}

/** The report as HTML: pictures inside, no script, nothing loaded from elsewhere. */
export function reportPage(content: ReportContent): string {
  const { studied, images, leftOut } = content;
  const { run, hasLabels, dataset } = studied;
  const { config, startedAt, commit, backend } = run.manifest;
  const title = `How well the query model searches ${dataset.name}`;
  const depth = depthSection(run);
  const sections: (readonly [anchor: string, name: string])[] = [
    ['numbers', 'Numbers'],
    ...(depth === '' ? [] : [['depth', 'By depth'] as const]),
    ['worst', 'Served worst'],
    ...(content.queries.fair.length > 0 ? [['fair', 'Fair sample'] as const] : []),
    ...(hasLabels ? [['confusions', 'Confusions'] as const] : []),
    ['map', 'Embedding map'],
    ['duplicates', 'Duplicates'],
    ...(hasLabels ? [['mislabelled', 'Labels to look at'] as const] : []),
  ];
  const made = [
    config.seed !== undefined && `seed ${config.seed}`,
    startedAt && `trained ${startedAt.slice(0, 10)}`,
    backend && describeDevice(backend),
    commit && commit !== 'unknown' && `commit ${commit.slice(0, 10)}`,
    `run ${run.manifest.runId}`,
  ];
  return html`<!doctype html>
    <html lang="en">
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>${title}</title>
      <style>
        ${new Html(pageStyle)}${new Html(reportStyle)}
      </style>
      <header>
        <h1>${title}</h1>
        ${facts(studied)}
        <nav aria-label="Parts of this page">
          <ul>
            ${sections.map(([anchor, name]) => html`<li><a href="#${anchor}">${name}</a></li>`)}
          </ul>
        </nav>
      </header>
      <main>
        ${numbersSection(run, hasLabels)} ${depth} ${queriesSection(content.queries, studied, images)}
        ${hasLabels ? confusionSection(content.confusions) : ''} ${mapSection(content.maps, studied)}
        ${duplicateSection(content.duplicates, dataset, images)}
        ${hasLabels ? mislabelledSection(content.mislabelled, dataset, images) : ''}
        ${
          leftOut.length > 0
            ? html`<h2 id="left-out">Left out</h2>
                <ul>
                  ${leftOut.map((line) => html`<li>${line}</li>`)}
                </ul>`
            : ''
        }
      </main>
      <footer>${made.filter(Boolean).join(' · ')}<br />Pictures: ${creditLine(dataset.attributions)}</footer>
    </html> `.toString();
}

/** What was trained on what. */
function facts({ run, dataset, split, queryVectors }: StudiedModel): Html {
  const {
    record,
    manifest: { config },
  } = run;
  const size = [
    record.parameters && `${(record.parameters / 1e6).toFixed(2)} million trained weights`,
    record.flops && `${(record.flops / 1e6).toFixed(0)} MFLOPs a picture`,
    `${queryVectors.columns} numbers a vector`,
  ];
  const { epochs, batchSize } = config.training;
  const training =
    config.ridge === undefined ? `, ${epochs} epochs in batches of ${batchSize}` : ', in closed form';
  const treated = config.galleryTreatment === 'raw' ? '' : `, vectors treated by ${config.galleryTreatment}`;
  const entries: [string, string][] = [
    ['Query model', `${record.queryModel ?? config.query.kind}: ${size.filter(Boolean).join(', ')}`],
    ['Gallery model', `${record.galleryModel ?? config.gallery.name}${treated}`],
    ['Trained with', `${config.method}${training}`],
    ['Pictures', `${dataset.records.length} of ${dataset.name}, split ${split.name}: ${split.description}`],
  ];
  return html`<dl class="facts">
    ${entries.map(
      ([term, words]) =>
        html`<dt>${term}</dt>
          <dd>${words}</dd>`,
    )}
  </dl>`;
}
