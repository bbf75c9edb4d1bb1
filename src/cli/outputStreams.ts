import { fileSystemError } from '../base/files/fileSystemError.js';

let failure: unknown;

/**
 * Lets a command go on when its output can not be written any more, since what it makes is wanted nevertheless: whoever
 * reads, such as `head`, may have had enough, or the disk that the output goes to is full.
 */
export function outliveOutput(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') failure ??= fileSystemError(error, { doing: 'Printing the output' });
    });
  }
}

/** Waits until all is printed. @returns what kept it from that, other than a reader that had enough. */
export async function allPrinted(): Promise<unknown> {
  await new Promise<void>((resolve) => process.stdout.write('', () => setImmediate(resolve)));
  return failure;
}
