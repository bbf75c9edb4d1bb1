/** Ranks that are read out; those after them are in the drawing alone. */
const spoken = 20;

interface Props {
  /** Ranks of the right pictures, ascending, from 1. */
  ranks: readonly number[];
  /** Pictures that are ranked. */
  count: number;
}

/** Where the right pictures stand among all, on a logarithmic scale. */
export function RightRanks({ ranks, count }: Props) {
  const words = `Right pictures at rank ${ranks.slice(0, spoken).join(', ')}${ranks.length > spoken ? ' …' : ''} of ${count}`;
  return (
    <svg class="ranks" viewBox="0 0 100 8" preserveAspectRatio="none" role="img" aria-label={words}>
      <title>{words}</title>
      {ranks.map((rank) => {
        const x = (100 * Math.log(rank)) / Math.log(Math.max(2, count));
        return <line key={rank} x1={x} x2={x} y1="0" y2="8" />;
      })}
    </svg>
  );
}
