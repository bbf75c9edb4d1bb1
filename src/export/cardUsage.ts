import type { ExportedModel } from './exportedModel.js';
import type { ExportFormat } from './exportedFiles.js';
import type { ModelCard } from './modelCard.js';

/** How to run the exported files, in a few lines for each runtime. */
export function cardUsage(card: ModelCard): string {
  const first = (format: ExportFormat): ExportedModel | undefined =>
    card.exports.find((one) => one.format === format);
  const [onnx, graph] = [first('onnx'), first('tfjs-graph')];
  return [
    'An embedding has length 1: its inner product with a vector of the gallery is their similarity, and the largest ones are the results.',
    ...(onnx ? [inOnnxRuntime(onnx, card)] : []),
    ...(graph ? [inTensorFlowJs(graph, card)] : []),
    ...(onnx || graph ? [] : ['`layers.js` beside the layers model says how it is loaded.']),
  ].join('\n\n');
}

function inOnnxRuntime({ folder }: ExportedModel, { input, output }: ModelCard): string {
  const { size, scaled } = input;
  return `### ONNX Runtime, in Node

\`\`\`js
// npm install onnxruntime-web sharp
import * as ort from 'onnxruntime-web';
import sharp from 'sharp';

const { data } = await sharp('photo.jpg')
  .rotate()
  .toColourspace('srgb')
  .removeAlpha()
  .resize(${scaled}, ${scaled}, { fit: 'fill' })
  .extract(${middle(scaled, size)})
  .raw()
  .toBuffer({ resolveWithObject: true });
const area = ${size} * ${size};
const planes = Float32Array.from({ length: 3 * area }, (_, at) => data[(at % area) * 3 + Math.floor(at / area)]);
const session = await ort.InferenceSession.create('${folder}/model.onnx');
const outputs = await session.run({ ${input.name}: new ort.Tensor('float32', planes, [1, 3, ${size}, ${size}]) });
console.log(outputs.${output.name}.data); // ${output.dimension} numbers
\`\`\``;
}

function inTensorFlowJs({ folder }: ExportedModel, { input, output }: ModelCard): string {
  const { size, scaled } = input;
  const start = Math.floor((scaled - size) / 2);
  return `### TensorFlow.js, in a browser

\`\`\`js
// npm install @tensorflow/tfjs
import * as tf from '@tensorflow/tfjs';

const model = await tf.loadGraphModel('${folder}/model.json');
const image = await createImageBitmap(await (await fetch('photo.jpg')).blob());
const canvas = new OffscreenCanvas(${scaled}, ${scaled}).getContext('2d');
canvas.imageSmoothingQuality = 'high';
canvas.drawImage(image, 0, 0, ${scaled}, ${scaled});
const pixels = canvas.getImageData(${start}, ${start}, ${size}, ${size});
const embedding = tf.tidy(() => model.predict(tf.browser.fromPixels(pixels).toFloat().expandDims()));
console.log(await embedding.data()); // ${output.dimension} numbers
\`\`\``;
}

function middle(scaled: number, size: number): string {
  const start = Math.floor((scaled - size) / 2);
  return `{ left: ${start}, top: ${start}, width: ${size}, height: ${size} }`;
}
