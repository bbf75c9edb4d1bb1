import { RetrievalError } from '../../errors.js';
import type { OnnxHeader, OnnxValue } from './onnxHeader.js';

/** Names of outputs with one vector per picture, in the order in which they are looked for. */
const embeddingNames = [
  'image_embeds',
  'image_embedding',
  'embedding',
  'embeddings',
  'sentence_embedding',
  'pooler_output',
];

/**
 * The input that takes the pictures.
 * @throws RetrievalError for a model that wants something beside pictures, or no float32 pictures.
 */
export function pictureInput({ inputs }: OnnxHeader, file: string): OnnxValue {
  const input = inputs.find(({ name }) => name === 'pixel_values') ?? inputs[0]!;
  if (inputs.length === 1 && input.element === 'float32' && (input.shape ?? [1, 2, 3, 4]).length === 4)
    return input;
  throw new RetrievalError({
    what: 'The model does not take pictures alone',
    where: file,
    expected: 'one input, float32 [B, 3, S, S] or [B, S, S, 3]',
    found: inputs
      .map(({ name, element, shape = [] }) => `${name} ${element} [${shape.join(', ')}]`)
      .join('; '),
    fix: 'export the image encoder by itself, in float32',
    kind: 'data',
  });
}

/**
 * The output with one vector per picture: the one that is named, else one that is called so, else the first `[B, D]`, else
 * the first `[B, T, D]`, whose first token stands for the picture.
 * @throws RetrievalError when there is none.
 */
export function chooseOutput({ outputs }: OnnxHeader, name: string | undefined, file: string): OnnxValue {
  const ofRank = (rank: number) => outputs.find(({ shape }) => shape?.length === rank);
  const chosen =
    name === undefined
      ? (embeddingNames.map((wanted) => outputs.find((output) => output.name === wanted)).find(Boolean) ??
        ofRank(2) ??
        ofRank(3) ??
        (outputs.length === 1 ? outputs[0] : undefined))
      : outputs.find((output) => output.name === name);
  if (chosen) return chosen;
  throw new RetrievalError({
    what:
      name === undefined
        ? 'No output of the model is one vector per picture'
        : 'The ONNX model has no such output',
    where: file,
    expected: `one of ${outputs.map((output) => output.name).join(', ')}`,
    found: name ?? 'none of rank 2 or 3',
    fix: 'name it: --onnx \'{"output":"NAME"}\'',
    kind: 'usage',
  });
}
