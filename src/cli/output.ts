let hasPrinted = false;

/** Prints the one JSON document of a command. */
export function printJson(value: unknown): void {
  hasPrinted = true;
  console.log(JSON.stringify(value, null, 1));
}

/** Whether that has happened, after which nothing else may be printed there. */
export const hasPrintedJson = (): boolean => hasPrinted;

/** Text that help ends with. */
export function example(...lines: string[]): string {
  return `\nExample${lines.length > 1 ? 's' : ''}:\n${lines.map((line) => `  $ ${line}`).join('\n')}`;
}
