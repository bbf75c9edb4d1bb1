import type { HostTensor } from './encodeSafetensors.js';
import { RetrievalError } from '../../errors.js';
import { lengthBytes, parseSafetensorsHeader } from './safetensorsHeader.js';

/**
 * The tensors of a safetensors file that `encodeTensors` wrote.
 *
 * @param name of the file, for errors.
 * @throws RetrievalError for bytes that are no such file, and for tensors of other types than F32 and I32.
 */
export function decodeTensors(bytes: Uint8Array, name: string): Map<string, HostTensor> {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = bytes.length < lengthBytes ? Infinity : Number(view.readBigUInt64LE(0));
  if (lengthBytes + length > bytes.length) throw damaged(name, `${bytes.length} bytes`);
  const header = parseSafetensorsHeader(view.subarray(lengthBytes, lengthBytes + length), bytes.length, name);
  return new Map(
    header.tensors.map((tensor) => {
      const { shape, type, start, end } = tensor;
      if (type !== 'f32' && type !== 'i32') throw damaged(name, `${tensor.name}: ${tensor.dtype}`);
      // A copy begins where numbers may begin.
      const { buffer } = Uint8Array.from(bytes.subarray(start, end));
      return [
        tensor.name,
        { shape, data: type === 'f32' ? new Float32Array(buffer) : new Int32Array(buffer) },
      ];
    }),
  );
}

function damaged(where: string, found: string): RetrievalError {
  return new RetrievalError({
    what: 'The file does not hold the tensors that were written',
    where,
    expected: 'a safetensors file with tensors of F32 and I32',
    found,
    kind: 'data',
  });
}
