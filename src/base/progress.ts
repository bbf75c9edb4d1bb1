/** Told how far a long piece of work is. */
export type Progress = (state: ProgressState) => void;

export interface ProgressState {
  done: number;
  total: number;
  /** What is being done, for a person. */
  what: string;
}
