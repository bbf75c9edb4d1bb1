import { appendFileSync } from 'node:fs';
import { readProgressLine, type ToldProgress } from '../report/notebook/progressLines.js';

/** Lines of a log that an error shows. */
const shownLines = 15;

/** What a job prints: kept in a file, its progress told, its end remembered. */
export interface JobLog {
  file: string;
  add(text: string): void;
  /** The last lines that are no progress. */
  end(): string;
}

/** @param file is gone on with where it is there. */
export function openJobLog(file: string, onProgress: (progress: ToldProgress) => void): JobLog {
  let rest = '';
  const last: string[] = [];
  return {
    file,
    add(text) {
      const lines = (rest + text).split('\n');
      rest = lines.pop()!;
      const others = lines.filter((line) => {
        const progress = readProgressLine(line);
        if (progress) onProgress(progress);
        return !progress;
      });
      if (others.length === 0) return;
      appendFileSync(file, others.map((line) => `${line}\n`).join(''));
      last.push(...others);
      last.splice(0, last.length - shownLines);
    },
    end: () => [...last, rest].filter((line) => line.trim() !== '').join('\n'),
  };
}
