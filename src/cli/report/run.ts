import { join, relative } from 'node:path';
import { describeReport } from '../../report/model/describeReport.js';
import { writeModelReport, type ModelReport } from '../../report/model/modelReport.js';
import { preparationBars } from '../../report/notebook/preparationBars.js';
import { interruption } from '../interruption.js';
import { printJson } from '../output.js';

interface Options {
  out?: string;
  queries: number;
  json: boolean;
}

/** Writes the report on a model and tells what it found. */
export async function run(model: string, { out, queries, json }: Options): Promise<void> {
  const file = out ?? join(model, 'report.html');
  const bars = preparationBars();
  const study = { queries, onProgress: bars.update, signal: interruption() };
  const report = await writeModelReport(model, file, study).finally(() => bars.stop());
  if (json) return printJson({ model, report: file, ...asJson(report) });
  for (const line of describeReport(report)) console.log(line);
  const megabytes = (Buffer.byteLength(report.html) / 1e6).toFixed(1);
  console.log(`Report: ${relative('.', file)} (${megabytes} MB, opens in any browser)`);
}

/** The facts of the page, with ids in the place of records; average precision and order are fractions. */
function asJson({ queries, id, allQueries, confusions, duplicates, mislabelled, leftOut }: ModelReport) {
  const known = (value: number): number | null => (Number.isNaN(value) ? null : value);
  return {
    allQueries,
    queries: queries.map(({ query, galleryModel, queryModel, orderConsistency }) => ({
      query: id(query),
      orderConsistency,
      averagePrecision: {
        galleryModel: known(galleryModel.averagePrecision),
        queryModel: known(queryModel.averagePrecision),
      },
    })),
    confusions,
    duplicates: duplicates.map(({ query, other, ...pair }) => ({
      query: id(query),
      other: id(other),
      ...pair,
    })),
    mislabelled: mislabelled.map(({ record, neighbours, ...candidate }) => ({
      picture: id(record),
      ...candidate,
      neighbours: neighbours.map(id),
    })),
    leftOut,
  };
}
