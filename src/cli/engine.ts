import { Option, type Command } from 'commander';
import { positiveInteger, wholeNumber } from './options.js';

/** What a command that can be divided is told about where its parts run. */
export interface EngineOptions {
  engine?: string;
  shards?: number;
  workers?: number;
  retries?: number;
  engineSet?: string[];
}

/** Names of these options as an action is given them, and of those that a part is not given. */
export const engineOptionNames = ['engine', 'shards', 'workers', 'retries', 'engineSet', 'shard', 'json'];

/** Adds the options of a command that can be divided. */
export function withEngine(command: Command, without: string[] = []): Command {
  return command
    .addOption(
      new Option(
        '--engine <name>',
        'run the parts and put them together: local (processes here), slurm or ray; see MACHINES.md',
      ).conflicts(['shard', ...without]),
    )
    .option('--shards <n>', 'parts; default as many as run at the same time', positiveInteger)
    .option(
      '--workers <n>',
      'parts at the same time; default 2 here, what finds room elsewhere',
      positiveInteger,
    )
    .option('--retries <n>', 'how often a part that fails is tried again, default 2', wholeNumber)
    .option(
      '--engine-set <key=value>',
      'a setting of the engine, for example address=http://127.0.0.1:8265; repeatable',
      (text: string, before: string[] = []) => [...before, text],
    );
}
