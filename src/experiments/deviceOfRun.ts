import type { BackendReport } from '../compute/backend/selectBackend.js';

/** A backend with the device that it computes on. */
export type RunDevice = Pick<BackendReport, 'name' | 'device'>;

const all: readonly RunDevice[] = [
  { name: 'native', device: 'cpu' },
  { name: 'native', device: 'gpu' },
  { name: 'webgpu', device: 'gpu' },
  { name: 'cpu', device: 'cpu' },
];

/** Where else the same run may have been made, the best known first. */
export function otherDevices({ name, device }: RunDevice): RunDevice[] {
  return all.filter((other) => other.name !== name || other.device !== device);
}

/** For a reader, such as "native on the GPU". */
export function describeDevice({ name, device }: RunDevice): string {
  return `${name} on the ${device.toUpperCase()}`;
}
