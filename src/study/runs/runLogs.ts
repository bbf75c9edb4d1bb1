import { configHash } from '../../experiments/hashes.js';
import type { RunAllProgress } from '../../experiments/runAll.js';
import type { RunConfig } from '../../experiments/runConfig.js';
import { RetrievalError } from '../../errors.js';
import { workspacePath } from '../../base/files/workspacePath.js';
import { openTrainingLog, type TrainingLog } from '../../training/trainingLog.js';

/**
 * Logs each training of a list to `data/logs/<hash of its configuration>`; reused runs were logged when they trained. A log that
 * can't be opened is told of, and costs no run.
 */
export function runLogs(configs: readonly RunConfig[]) {
  const logs = new Map<number, Promise<TrainingLog | undefined>>();
  return {
    write({ done, step }: RunAllProgress): void {
      if (!step) return;
      const folder = (): string => workspacePath('data', 'logs', configHash(configs[done]));
      const log = logs.get(done) ?? openTrainingLog(folder()).catch(tell);
      logs.set(done, log);
      void log.then((open) => open?.write(step));
    },
    async close(): Promise<void> {
      for (const log of logs.values()) await (await log)?.close();
    },
  };
}

function tell(error: unknown): undefined {
  if (!(error instanceof RetrievalError)) throw error;
  console.warn(`A training is not logged: ${error.message}`);
}
