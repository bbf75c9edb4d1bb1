export const backendNames = ['native', 'webgpu', 'cpu'] as const;

/** `native` is TensorFlow in C++, `webgpu` is Dawn, `cpu` is plain JavaScript (toy sizes only). */
export type BackendName = (typeof backendNames)[number];
