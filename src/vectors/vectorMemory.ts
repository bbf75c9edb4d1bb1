import { machineMemory } from '../base/machineMemory.js';
import { checkMemory } from '../base/memoryRoom.js';

/**
 * Refuses vectors `[rows, columns]` that memory can't hold.
 * @throws RetrievalError with what they would take and what there is.
 */
export function checkVectorMemory(rows: number, columns: number, where: string): void {
  const use = {
    work: `A matrix of ${rows} x ${columns} numbers`,
    where,
    fix: 'take fewer or shorter vectors; a gallery to search may stay in its file, as .npy or safetensors (openEmbeddingGallery)',
  };
  checkMemory(rows * columns * Float32Array.BYTES_PER_ELEMENT, use, machineMemory());
}
