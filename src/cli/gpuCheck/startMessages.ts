/** A card as TensorFlow names it. */
export interface Card {
  name: string;
  /** Of the card's memory, what TensorFlow may take. */
  megabytes: number;
  computeCapability: string;
}

const created =
  /Created device \S*GPU:\d+ with (\d+) MB memory:.*?name: ([^,]+),.*?compute capability: ([\d.]+)/;
const reasons =
  /cuInit|dlopen|not load dynamic library|no CUDA-capable|driver version|Skipping registering|Ignoring visible gpu|Ignoring the GPU|compute capability|CUDA error|out of memory/i;

/** The cards in what TensorFlow printed when it started. */
export function cardsIn(messages: string): Card[] {
  return messages.split('\n').flatMap((line) => {
    const [, megabytes, name, computeCapability] = created.exec(line) ?? [];
    return name ? [{ name, megabytes: Number(megabytes), computeCapability: computeCapability! }] : [];
  });
}

/** Why TensorFlow uses no GPU, in its own words without time and place. */
export function reasonsIn(messages: string): string[] {
  const lines = messages.split('\n').filter((line) => reasons.test(line) && !created.test(line));
  return [...new Set(lines.map((line) => line.replace(/^.*?\.cc:\d+\]\s*/, '').trim()))];
}
