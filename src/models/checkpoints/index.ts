export type { Checkpoint, CheckpointTensor } from './checkpointTensor.js';
export { readNumpyPickle } from './numpyPickle.js';
export { readTorchCheckpoint } from './torchCheckpoint.js';
