import type { Command } from 'commander';
import { selectBackend } from '../../compute/backend/selectBackend.js';
import { readingData } from '../../errors.js';
import { progressBar } from '../../report/notebook/progressBar.js';
import { evaluateProtocol } from '../../retrieval/protocols/evaluateProtocol.js';
import type { ProtocolReport } from '../../retrieval/protocols/types.js';
import { protocols } from '../../retrieval/protocols/protocols.js';
import { reportTable, summariseReport } from '../../report/tables/protocolTable.js';
import { divideEvaluation } from '../../retrieval/shards/dividedEvaluation.js';
import type { GalleryLengths } from '../../retrieval/protocols/joinGalleries.js';
import { toTextTable } from '../../report/tables/writeTable.js';
import { interruption } from '../interruption.js';
import { printJson } from '../output.js';
import { openFiles, type EvaluatedFiles } from './openFiles.js';
import { detailsAsJson, labelledDetails, printLabelled } from './printLabelled.js';
import { inShards, type ShardChoices } from './shards.js';

type Options = EvaluatedFiles &
  ShardChoices & {
    picturesAre?: 'rows' | 'columns';
    similarity: 'inner-product' | 'cosine';
    failures: number;
    perQuery: boolean;
  };

/** Galleries from this many rows on show how far the search is. */
const rowsWithProgress = 100_000;
/** Largest difference of lengths, as a share of the longest, at which vectors pass for equally long. */
const lengthTolerance = 0.01;

/** Scores files of embeddings and prints the report. */
export async function run(options: Options, command: Command): Promise<void> {
  await selectBackend();
  const { protocol, json, picturesAre, similarity, perQuery } = options;
  let lengths: GalleryLengths | undefined;
  let onRows: (rows: number) => void = () => undefined;
  const { input, labelled } = await readingData(() =>
    openFiles({
      ...options,
      transpose: picturesAre && picturesAre === 'columns',
      normalise: similarity === 'cosine',
      signal: interruption(),
      onRows: (seen) => {
        lengths = { ...seen };
        onRows(seen.rows);
      },
    }),
  );
  const isDivided = [options.shard, options.merge, options.engine].some((choice) => choice !== undefined);
  let report: ProtocolReport;
  if (isDivided) {
    const joined = await inShards(await readingData(() => divideEvaluation(input)), options, command);
    if (!joined) return;
    ({ report, lengths } = joined);
  } else {
    const searchedRows = input.searchedRows!;
    const bar = searchedRows >= rowsWithProgress ? progressBar(searchedRows, 'Searching') : undefined;
    onRows = (rows) => bar?.update(rows);
    report = await readingData(() => evaluateProtocol(input)).finally(() => bar?.stop());
  }
  const details = labelled && (await labelledDetails(labelled, report, options.failures));
  const notes = similarity === 'cosine' ? [] : lengthNotes(lengths);
  if (json) {
    const { galleryCount, distractorCount } = report;
    const { queries, gallery, groundTruth, labels } = options;
    const files = { queries, gallery, groundTruth, labels };
    const facts = {
      protocol,
      similarity,
      files,
      dimension: input.queries.columns,
      galleryCount,
      distractorCount,
      ...(input.named && { named: input.named }),
    };
    const setups = summariseReport(report, perQuery);
    return printJson({ ...facts, unit: 'per cent', setups, ...(details && detailsAsJson(details)), notes });
  }
  const { named } = input;
  if (named) console.error(`Rows: queries by ${named.queries}; gallery by ${named.gallery}`);
  if (details) printLabelled(report, details);
  else printTable(report, input.queries.columns);
  for (const note of notes) console.log(`Note: ${note}`);
}

function printTable(report: ProtocolReport, dimension: number): void {
  const { galleryCount, distractorCount } = report;
  const distractors = distractorCount > 0 ? ` and ${distractorCount} distractors` : '';
  const { rows, columns } = reportTable(report);
  console.log(
    `${protocols[report.protocol].title}: ${galleryCount} pictures${distractors}, vectors of ${dimension} numbers; per cent`,
  );
  console.log(toTextTable(rows, columns));
}

function lengthNotes(lengths: GalleryLengths | undefined): string[] {
  if (!lengths || lengths.longest - lengths.shortest <= lengthTolerance * lengths.longest) return [];
  const [from, to] = [lengths.shortest.toPrecision(3), lengths.longest.toPrecision(3)];
  return [
    `the vectors of the gallery have lengths from ${from} to ${to}, and the inner product favours long ones; --similarity cosine does not`,
  ];
}
