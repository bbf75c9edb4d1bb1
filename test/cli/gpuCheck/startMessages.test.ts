import { expect, test } from 'vitest';
import { cardsIn, reasonsIn } from '../../../src/cli/gpuCheck/startMessages.js';

const created =
  'I0000 00:00:1764134335.3 214 gpu_device.cc:2020] Created device /job:localhost/replica:0/task:0/device:GPU:0 with 138000 MB memory:  -> device: 0, name: NVIDIA H200, pci bus id: 0000:01:00.0, compute capability: 9.0';

test('the card is named with its memory and capability', () => {
  expect(cardsIn(`${created}\nelse`)).toEqual([
    { name: 'NVIDIA H200', megabytes: 138000, computeCapability: '9.0' },
  ]);
  expect(reasonsIn(created)).toEqual([]);
  const opened = 'I external/xla/dso_loader.cc:76] Successfully opened dynamic library libcudnn.so.9';
  expect(reasonsIn(opened)).toEqual([]);
});

test("TensorFlow's reasons are told without time and place, each once", () => {
  const cuInit = 'failed call to cuInit: INTERNAL: CUDA error: Failed call to cuInit: UNKNOWN ERROR (303)';
  const line = `2026-11-26 05:08:15.963197: E external/local_xla/xla/stream_executor/cuda/cuda_platform.cc:51] ${cuInit}`;
  const dlopen = 'Cannot dlopen some GPU libraries. Skipping registering GPU devices...';
  const messages = [line, line, `W0000 00:00:1.2 3 gpu_device.cc:2342] ${dlopen}`, 'I oneDNN is on'].join(
    '\n',
  );
  expect(reasonsIn(messages)).toEqual([cuInit, dlopen]);
  expect(cardsIn(messages)).toEqual([]);
  const missing = "Could not load dynamic library 'libcudnn.so.9'; dlerror: no such file";
  expect(reasonsIn(`2026-11-26: I external/xla/dso_loader.cc:87] ${missing}`)).toEqual([missing]);
});
