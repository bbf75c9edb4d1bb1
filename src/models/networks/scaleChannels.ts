/** Scales a channel number to a multiple of 8 that loses at most a tenth of it (Sandler et al. 2018). */
export function scaleChannels(channels: number, width: number): number {
  const scaled = channels * width;
  const rounded = Math.max(8, Math.floor((scaled + 4) / 8) * 8);
  return rounded < 0.9 * scaled ? rounded + 8 : rounded;
}
