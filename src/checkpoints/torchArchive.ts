import { unzipSync } from 'fflate';
import { ByteReader } from './byteReader.js';
import { materialise, storageLoader, torchGlobals, type TorchStorage } from './torchTensors.js';
import { unpickle } from './unpickle.js';

const pickleName = 'data.pkl';

/**
 * Reads the zip format of PyTorch 1.6 and later: one pickle `NAME/data.pkl`, and each storage as a file of raw numbers
 * `NAME/data/KEY`, all of them stored without compression.
 */
export function readTorchArchive(bytes: Uint8Array, label: string): unknown {
  const outer = new ByteReader(bytes, label);
  const files = unpack(outer);
  const name = [...files.keys()].find((key) => key === pickleName || key.endsWith(`/${pickleName}`));
  if (name === undefined) {
    throw outer.error('This is a zip archive, but not a PyTorch checkpoint', `no ${pickleName} in it`);
  }
  const folder = name.slice(0, -pickleName.length);
  const byteOrder = files.get(`${folder}byteorder`);
  if (byteOrder && Buffer.from(byteOrder).toString('latin1') !== 'little') {
    throw outer.error('The checkpoint was not written on a little-endian machine');
  }
  const reader = new ByteReader(files.get(name)!, `${label}, ${name}`);
  return reader.guard(() => {
    const storages = new Map<string, TorchStorage>();
    const content = unpickle(reader, {
      globals: torchGlobals(reader, bytes.length),
      persistentLoad: storageLoader(reader, bytes.length, storages),
    });
    for (const [key, storage] of storages) {
      const numbers = files.get(`${folder}data/${key}`);
      if (numbers?.length !== storage.bytes) {
        const found = numbers ? `${numbers.length} bytes, not ${storage.bytes}` : 'no such file';
        throw reader.error('A storage has another length than announced', `data/${key}: ${found}`);
      }
      storage.content = numbers;
    }
    return materialise(content, reader, bytes.length);
  });
}

function unpack(reader: ByteReader): Map<string, Uint8Array> {
  let total = 0;
  try {
    const files = unzipSync(reader.bytes, {
      filter({ name, compression, size, originalSize }) {
        total += size;
        // PyTorch never compresses: with packed or overlapping entries a small file could blow up to any size.
        if (compression !== 0 || size !== originalSize || total > reader.bytes.length) {
          throw new Error(`the entry "${name.slice(0, 80)}" is compressed or overlaps others`);
        }
        return true;
      },
    });
    return new Map(Object.entries(files));
  } catch (cause) {
    throw reader.error(
      'The checkpoint in the zip format of PyTorch is damaged',
      cause instanceof Error ? cause.message : String(cause),
      'fetch the file again, or save it anew with torch.save',
    );
  }
}
