const spelled: Record<string, string> = {
  smallCnn: 'small CNN',
  mobileNetV2: 'MobileNetV2',
  iSpline: 'I-spline',
};

/** The id of an item as words for a row of a figure: `train-smallCnn-graph` is `Train small CNN graph`. */
export function itemName(item: string): string {
  const words = item
    .split('-')
    .map((part) => spelled[part] ?? part.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase())
    .join(' ');
  return words[0]!.toUpperCase() + words.slice(1);
}
