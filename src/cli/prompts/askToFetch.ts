import type { Readable, Writable } from 'node:stream';
import { confirm, isCancel } from '@clack/prompts';
import { bytesText, filesText } from '../../datasets/benchmarks/download/bytesText.js';
import type { FetchPlan } from '../../datasets/benchmarks/download/plan.js';
import { RetrievalError } from '../../errors.js';

interface Terminal {
  /** No question, default false. */
  yes?: boolean;
  input?: Readable & { isTTY?: boolean };
  /** Where the question stands, default the standard error output. */
  output?: Writable & { isTTY?: boolean };
}

/**
 * Says what a fetch will bring and asks whether it shall.
 *
 * @throws RetrievalError where nobody can answer.
 */
export async function askToFetch(
  plan: FetchPlan,
  { yes = false, input = process.stdin, output = process.stderr }: Terminal = {},
): Promise<boolean> {
  output.write(`${describePlan(plan)}\n`);
  if (yes) return true;
  if (!input.isTTY || !output.isTTY) {
    throw new RetrievalError({
      kind: 'usage',
      what: 'Nothing is fetched without your word, and there is no terminal to ask on',
      where: `data get ${plan.source.name}`,
      fix: 'add --yes if size and terms are right for you',
    });
  }
  const answer = await confirm({ message: 'Fetch it on these terms?', initialValue: false, input, output });
  return !isCancel(answer) && answer;
}

/** Title, terms, size and place of a fetch, a line each. */
export function describePlan(plan: FetchPlan): string {
  const { source, folder, pending, bytesToFetch, bytesNeeded, approximate, unknownSizes } = plan;
  const unknown = unknownSizes > 0 ? `, and ${filesText(unknownSizes)} of unknown size` : '';
  const continued = pending.filter(({ here }) => here > 0).length;
  return [
    source.title,
    `  terms  ${source.licence}`,
    `  owner  ${source.page}`,
    `  fetch  ${filesText(pending.length)}, ${approximate ? 'about ' : ''}${bytesText(bytesToFetch)}${unknown}` +
      (continued > 0 ? `; ${filesText(continued)} from where it stopped` : ''),
    `  disk   about ${bytesText(bytesNeeded)}, archives included`,
    `  into   ${folder}`,
    ...source.notes.map((note) => `  note   ${note}`),
  ].join('\n');
}
