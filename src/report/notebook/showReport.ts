import { describeReport } from '../model/describeReport.js';
import { modelReport, type ModelReport } from '../model/modelReport.js';
import type { StudyOptions } from '../model/studyModel.js';
import { html } from './html.js';
import { showHtml } from './showPicture.js';

export interface ShowReportOptions extends StudyOptions {
  /** Of the frame that the report scrolls in, in pixels; default 900. */
  height?: number;
}

/**
 * Looks at a trained model and shows the report below the cell, in a frame of its own. Shows nothing outside a notebook.
 *
 * @param folder of a model that `asym train` or `trainAndSave` has saved.
 * @throws RetrievalError as `modelReport`.
 * @example
 * const { duplicates } = await showReport('models/query');
 * console.log(duplicates.length); // 0
 */
export async function showReport(folder: string, options: ShowReportOptions = {}): Promise<ModelReport> {
  const { height = 900, ...study } = options;
  const report = await modelReport(folder, study);
  const frame = html`<iframe
    srcdoc="${report.html}"
    title="Report on ${folder}"
    style="width:100%;height:${height}px;border:0"
  ></iframe>`;
  showHtml(frame, describeReport(report).join('\n'));
  return report;
}
