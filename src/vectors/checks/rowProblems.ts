import type { EmbeddingMatrix } from '../embeddingMatrix.js';
import { smallestSquare } from '../embeddingMatrix.js';
import type { EmbeddingRequirements } from '../types.js';

/** Row numbers that a problem names; further ones are counted. */
const namedRows = 10;
const unitTolerance = 1e-3;

/** Collects what is wrong with embeddings, rows block by block. */
export class RowProblems {
  private readonly notFinite = new RowList();
  private readonly zero = new RowList();
  private readonly notUnit = new RowList();
  private rows = 0;
  private readonly columns = new Set<number>();

  constructor(private readonly requirements: EmbeddingRequirements) {}

  /** Looks at the next rows. */
  add({ data, rows, columns }: EmbeddingMatrix): void {
    this.columns.add(columns);
    for (let row = 0; row < rows; row++) {
      const square = squaredNorm(data, row * columns, columns);
      const norm = Math.sqrt(square);
      const number = this.rows + row;
      if (!Number.isFinite(square)) this.notFinite.add(number);
      else if (square < smallestSquare) this.zero.add(number);
      else if (Math.abs(norm - 1) > unitTolerance) this.notUnit.add(number, `norm ${norm.toPrecision(4)}`);
    }
    this.rows += rows;
  }

  /** Everything that is wrong, one sentence each; none if the embeddings are as they have to be. */
  sentences(ids?: readonly string[]): string[] {
    const { dimension, unitNorm = false } = this.requirements;
    const otherDimension = [...this.columns].find((columns) => columns !== dimension);
    return [
      this.rows === 0 && 'there are no rows',
      dimension !== undefined &&
        otherDimension !== undefined &&
        `the dimension is ${otherDimension} instead of ${dimension}`,
      this.notFinite.sentence('with NaN or Infinity'),
      this.zero.sentence('that are zero, or too short to be scaled to length 1'),
      unitNorm && this.notUnit.sentence('not of length 1'),
      ...this.idSentences(ids),
    ].filter((sentence) => sentence !== false && sentence !== undefined);
  }

  private idSentences(ids?: readonly string[]): (string | undefined)[] {
    const { ids: required } = this.requirements;
    const wrong = new RowList();
    const repeated = new RowList();
    const firstRows = new Map<string, number>();
    ids?.forEach((id, row) => {
      const first = firstRows.get(id);
      if (first === undefined) firstRows.set(id, row);
      else repeated.add(row, `${JSON.stringify(id)} as row ${first}`);
      if (required && required.length === ids.length && required[row] !== id) {
        wrong.add(row, `${JSON.stringify(id)} instead of ${JSON.stringify(required[row])}`);
      }
    });
    return [
      ids && ids.length !== this.rows ? `${ids.length} ids for ${this.rows} rows` : undefined,
      required && required.length !== this.rows ? this.wrongCount(required.length) : undefined,
      repeated.sentence('with an id that comes twice'),
      wrong.sentence('with another id than required'),
    ];
  }

  private wrongCount(required: number): string {
    const hint = this.columns.has(required) ? ': are the images the columns? Then transpose' : '';
    return `${this.rows} rows instead of ${required}${hint}`;
  }
}

/** Rows that share a problem: how many, and which the first ones are. */
class RowList {
  private count = 0;
  private readonly named: string[] = [];

  add(row: number, detail?: string): void {
    this.count++;
    if (this.named.length < namedRows) this.named.push(detail ? `${row} (${detail})` : `${row}`);
  }

  sentence(what: string): string | undefined {
    if (this.count === 0) return undefined;
    const more = this.count > this.named.length ? ` and ${this.count - this.named.length} more` : '';
    return `${this.count} row${this.count === 1 ? '' : 's'} ${what}: ${this.named.join(', ')}${more}`;
  }
}

function squaredNorm(data: Float32Array, start: number, length: number): number {
  let sum = 0;
  for (let i = start; i < start + length; i++) sum += data[i]! * data[i]!;
  return sum;
}
