import { orderingScore, outranks } from './rankingOrder.js';

/** The best `k` of a stream of items, kept in a heap whose root is the worst one kept. */
export class TopList {
  private readonly scores: Float64Array;
  private readonly rows: Int32Array;
  private size = 0;

  constructor(private readonly k: number) {
    this.scores = new Float64Array(k);
    this.rows = new Int32Array(k);
  }

  /** Offers one item; O(log k), and O(1) when it is not among the best so far. */
  offer(score: number, row: number): void {
    if (this.size === this.k && score < this.scores[0]!) return;
    const key = orderingScore(score);
    if (this.size < this.k) {
      this.siftUp(this.size++, key, row);
    } else if (outranks(key, row, this.scores[0]!, this.rows[0]!)) {
      this.siftDown(key, row);
    }
  }

  /** The kept items, best first. */
  ranking(): { scores: Float64Array; rows: Int32Array } {
    const order = Array.from({ length: this.size }, (_, i) => i).sort((a, b) => (this.above(a, b) ? -1 : 1));
    return {
      scores: Float64Array.from(order, (i) => this.scores[i]!),
      rows: Int32Array.from(order, (i) => this.rows[i]!),
    };
  }

  private above(a: number, b: number): boolean {
    return outranks(this.scores[a]!, this.rows[a]!, this.scores[b]!, this.rows[b]!);
  }

  private siftUp(start: number, score: number, row: number): void {
    let at = start;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!outranks(this.scores[parent]!, this.rows[parent]!, score, row)) break;
      this.place(at, this.scores[parent]!, this.rows[parent]!);
      at = parent;
    }
    this.place(at, score, row);
  }

  /** Replaces the root. */
  private siftDown(score: number, row: number): void {
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= this.size) break;
      if (child + 1 < this.size && this.above(child, child + 1)) child++;
      if (!outranks(score, row, this.scores[child]!, this.rows[child]!)) break;
      this.place(at, this.scores[child]!, this.rows[child]!);
      at = child;
    }
    this.place(at, score, row);
  }

  private place(at: number, score: number, row: number): void {
    this.scores[at] = score;
    this.rows[at] = row;
  }
}
