import { benchmarkDescription } from '../../../datasets/benchmarks/benchmarkDescription.js';
import { benchmarkNames } from '../../../datasets/benchmarks/names.js';
import { allAttributions } from '../../../datasets/attributions.js';
import { printJson } from '../../output.js';

/** Prints the terms of everything by others. */
export function run({ json }: { json: boolean }): void {
  const benchmarks = benchmarkNames.flatMap((name) => benchmarkDescription(name).attributions());
  const attributions = [...allAttributions(), ...benchmarks];
  if (json) return printJson(attributions);
  for (const { name, licence, author, source } of attributions) {
    console.log(`${name}\n  ${licence}, ${author}\n  ${source}`);
  }
}
