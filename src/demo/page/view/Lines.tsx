import type { Found } from '../../description.js';
import { shownResults } from '../engine/comparison.js';
import { colourOf } from './Column.js';

interface Props {
  left: readonly Found[];
  right: readonly Found[];
  galleryRanks: ReadonlyMap<number, number>;
  lit?: number | undefined;
  /** Column of the grid, from 1. */
  place: number;
}

/** Size of the drawing; it is stretched to the lists beside it. */
const width = 40;
const pitch = 10;
const height = shownResults * pitch;

/** Lines between the places of the pictures that two neighbouring rankings share. */
export function Lines({ left, right, galleryRanks, lit, place }: Props) {
  const places = new Map(right.map(({ row, rank }) => [row, rank]));
  const shared = left.flatMap(({ row, rank }) => {
    const to = places.get(row);
    return to === undefined ? [] : [{ row, from: rank, to }];
  });
  const isFlipped = ({ from, to }: { from: number; to: number }): boolean =>
    shared.some((other) => (other.from - from) * (other.to - to) < 0);
  return (
    <svg
      class="lines"
      style={{ gridColumn: place }}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {shared.map((line) => (
        <path
          key={line.row}
          class={`${isFlipped(line) ? 'flipped' : 'kept'}${lit === line.row ? ' lit' : ''}`}
          data-rank={colourOf(galleryRanks.get(line.row))}
          d={curve(y(line.from), y(line.to))}
        />
      ))}
    </svg>
  );
}

const y = (rank: number): number => (rank - 0.5) * pitch;

const curve = (from: number, to: number): string =>
  `M0 ${from}C${width / 2} ${from} ${width / 2} ${to} ${width} ${to}`;
