import { Option } from 'commander';

/** `--json`, as every command that has results takes it. */
export function jsonOption(): Option {
  return new Option('--json', 'print one JSON document and nothing else; progress goes to stderr').default(
    false,
    'text',
  );
}

/** Prints the one JSON document of a command. */
export function printJson(value: unknown): void {
  console.log(JSON.stringify(value, null, 1));
}

/** Text that help ends with. */
export function example(...lines: string[]): string {
  return `\nExample${lines.length > 1 ? 's' : ''}:\n${lines.map((line) => `  $ ${line}`).join('\n')}`;
}
