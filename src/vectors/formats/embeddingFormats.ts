/** Formats of embedding files. */
export const embeddingFormats = ['npy', 'npz', 'safetensors', 'parquet', 'mat'] as const;

export type EmbeddingFormat = (typeof embeddingFormats)[number];
