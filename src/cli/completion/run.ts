import type { Command } from 'commander';
import { datasetRegistry } from '../../datasets/datasetRegistry.js';
import { benchmarkNames } from '../../datasets/benchmarks/names.js';
import { trainableMethods } from '../../study/rankers/trainable.js';
import { entriesOf } from '../lookup/entries.js';
import { sorts } from '../lookup/sorts.js';
import { commandWords } from './commandWords.js';
import { fishScript } from './fishScript.js';
import { posixScript } from './posixScript.js';
import type { Shell } from './shells.js';

/** Prints the script of a shell. */
export function run(shell: Shell, _options: object, command: Command): void {
  const names = sorts.flatMap((sort) => entriesOf[sort]().map(({ name }) => name));
  const commands = commandWords(command.parent!, {
    '--method': trainableMethods,
    '--data': [...datasetRegistry.names(), ...benchmarkNames],
    describe: [...new Set(names), 'run'],
  });
  console.log(shell === 'fish' ? fishScript(commands) : posixScript(shell, commands));
}
