export type { Checkpoint, CheckpointTensor } from './checkpointTensor.js';
export { NumpyArray } from './numpyObjects.js';
export { readNumpyPickle } from './numpyPickle.js';
export { readPlainPickle } from './plainPickle.js';
export { readTorchCheckpoint, readTorchFile, tensorsOf } from './torchCheckpoint.js';
export { TorchTensor } from './torchTensors.js';
