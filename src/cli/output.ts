/** Prints the one JSON document of a command. */
export function printJson(value: unknown): void {
  console.log(JSON.stringify(value, null, 1));
}

/** Text that help ends with. */
export function example(...lines: string[]): string {
  return `\nExample${lines.length > 1 ? 's' : ''}:\n${lines.map((line) => `  $ ${line}`).join('\n')}`;
}
