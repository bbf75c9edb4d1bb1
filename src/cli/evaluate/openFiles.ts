import { labelsProtocol, type AnyProtocolName } from '../../datasets/groundTruth/protocolNames.js';
import { RetrievalError } from '../../errors.js';
import type { ProtocolInput } from '../../retrieval/protocols/types.js';
import {
  openEvaluation,
  type EvaluationFiles,
  type EvaluationInput,
} from '../../retrieval/protocols/openEvaluation.js';
import {
  openLabelled,
  type LabelledInput,
  type LabelledFiles,
} from '../../retrieval/protocols/openLabelled.js';

/** The files of either kind of evaluation, as the options name them. */
export type EvaluatedFiles = { protocol: AnyProtocolName } & Partial<LabelledFiles> &
  Pick<LabelledFiles, 'gallery'> &
  Partial<Omit<EvaluationFiles, 'protocol'>>;

/** The files of a benchmark or of one's own labels; the labels with what is told of them beside the numbers. */
export async function openFiles(
  files: EvaluatedFiles,
): Promise<{ input: ProtocolInput & Partial<Pick<EvaluationInput, 'named'>>; labelled?: LabelledInput }> {
  const { protocol, labels, junk, ignore, queries, groundTruth } = files;
  if (protocol === labelsProtocol) {
    refuse(protocol, { '--ground-truth': groundTruth });
    const labelled = await openLabelled({ ...files, labels: needed('--labels', labels, protocol) });
    return { input: labelled, labelled };
  }
  refuse(protocol, { '--labels': labels, '--junk': junk, '--ignore': ignore });
  return {
    input: await openEvaluation({
      ...files,
      protocol,
      queries: needed('--queries', queries, protocol),
      groundTruth: needed('--ground-truth', groundTruth, protocol),
    }),
  };
}

function needed(option: string, value: string | undefined, protocol: AnyProtocolName): string {
  if (value !== undefined) return value;
  throw new RetrievalError({
    what: `The option ${option} is missing`,
    where: `--protocol ${protocol}`,
    expected: `${option} with a file`,
    found: 'nothing',
    fix: 'look at the examples of --help',
    kind: 'usage',
  });
}

function refuse(protocol: AnyProtocolName, options: Record<string, string | undefined>): void {
  const given = Object.keys(options).filter((option) => options[option] !== undefined);
  if (given.length === 0) return;
  const other = protocol === labelsProtocol ? 'the protocol of a benchmark' : `--protocol ${labelsProtocol}`;
  throw new RetrievalError({
    what: `The option ${given.join(' and ')} belongs to ${other}`,
    where: `--protocol ${protocol}`,
    found: given.join(', '),
    fix: 'leave it out, or name the other protocol',
    kind: 'usage',
  });
}
