import { progressBar } from '../../report/notebook/progressBar.js';
import {
  executeNotebooks,
  type ExecutedNotebook,
  type NotebooksRequest,
} from '../../report/notebook/execute/executeNotebooks.js';
import { interruption } from '../interruption.js';

/** Executes notebooks with a bar; the first Ctrl-C ends their kernels. */
export async function runNotebooks(
  request: Omit<NotebooksRequest, 'onProgress' | 'signal'>,
): Promise<ExecutedNotebook[]> {
  const bar = progressBar(request.inputs.length, 'Notebooks');
  try {
    return await executeNotebooks({
      ...request,
      onProgress: (done, note, reused) => bar.update(done, { note, reused }),
      signal: interruption(),
    });
  } finally {
    bar.stop();
  }
}
