import { inPerCent } from '../../report/tables/protocolTable.js';
import { labelTable, measureTable } from '../../report/tables/labelTables.js';
import { toTextTable } from '../../report/tables/writeTable.js';
import type { ProtocolReport } from '../../retrieval/protocols/types.js';
import { failureCases, type FailureCase } from '../../retrieval/protocols/failureCases.js';
import { labelReports, type LabelReport } from '../../retrieval/protocols/labelReports.js';
import type { LabelledInput } from '../../retrieval/protocols/openLabelled.js';

/** Labels that are printed; the others are in the JSON document. */
const printedLabels = 20;

/** What is told of labelled vectors beside the numbers over all queries. */
export interface LabelledDetails {
  labels: LabelReport[];
  failures: FailureCase[];
}

/** @param failures how many queries served badly are told */
export async function labelledDetails(
  input: LabelledInput,
  { setups }: ProtocolReport,
  failures: number,
): Promise<LabelledDetails> {
  const [setup] = setups;
  return {
    labels: labelReports(setup!, input.queryLabels, input.bootstrap),
    failures: await failureCases(input, setup!, { count: failures }),
  };
}

/** The details for the JSON document, in per cent. */
export function detailsAsJson({ labels, failures }: LabelledDetails) {
  return {
    labels: labels.map(({ label, queries, measures }) => ({
      label,
      queries,
      measures: Object.fromEntries(measures.map(({ name, estimate }) => [name, inPerCent(estimate)])),
    })),
    failures: failures.map(({ averagePrecision, ...failure }) => ({
      ...failure,
      averagePrecision: Number((100 * averagePrecision).toFixed(2)),
    })),
  };
}

/** Prints the numbers of all queries with their intervals, label by label, and the queries served worst. */
export function printLabelled({ setups, galleryCount }: ProtocolReport, details: LabelledDetails): void {
  const [setup] = setups;
  const counted = setup!.queries.length - setup!.excludedQueries;
  const leftOut = setup!.excludedQueries > 0 ? `; ${setup!.excludedQueries} have nothing right to find` : '';
  console.log(`All labels: ${counted} queries among ${galleryCount} pictures${leftOut}; per cent`);
  const overall = measureTable(setup!);
  console.log(toTextTable(overall.rows, overall.columns));
  const { labels, failures } = details;
  const more = labels.length > printedLabels ? `, the lowest ${printedLabels}; --json has all` : '';
  console.log(`\n${labels.length} labels by mAP${more}; without interval where there is one query`);
  const byLabel = labelTable(labels.slice(0, printedLabels));
  console.log(toTextTable(byLabel.rows, byLabel.columns));
  if (failures.length > 0) console.log('\nServed worst:');
  for (const { query, label, averagePrecision, firstRight, found } of failures) {
    console.log(
      `  ${query} (${label}): AP ${(100 * averagePrecision).toFixed(1)}, first right at ${firstRight}`,
    );
    for (const { id = 'a distractor', label: other, similarity } of found) {
      console.log(`    ${similarity.toFixed(3)}  ${id}${other === '' ? '' : ` (${other})`}`);
    }
  }
}
