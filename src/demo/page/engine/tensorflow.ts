/** What the library takes of TensorFlow.js in this page; backends come when they are chosen. */
export * from '@tensorflow/tfjs-core';
export { GraphModel, loadGraphModel } from '@tensorflow/tfjs-converter';
