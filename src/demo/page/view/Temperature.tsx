import { temperatures } from '../engine/softOrder.js';

interface Props {
  value: number;
  onChange: (value: number) => void;
}

/** The temperature of the sigmoid through which a loss sees the order, on a logarithmic scale. */
export function Temperature({ value, onChange }: Props) {
  return (
    <label class="temperature">
      Temperature of the sigmoid
      <input
        type="range"
        min={Math.log10(temperatures.least)}
        max={Math.log10(temperatures.most)}
        step="0.05"
        value={Math.log10(value)}
        aria-valuetext={value.toPrecision(2)}
        onInput={({ currentTarget }) => onChange(10 ** Number(currentTarget.value))}
      />
      <output>{value.toPrecision(2)}</output>
    </label>
  );
}
