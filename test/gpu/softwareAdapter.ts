import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** Chromium brings a Vulkan loader and SwiftShader, which computes what a card would on the processor. */
const folder = ['/usr/lib/chromium', '/usr/lib/chromium-browser', '/opt/google/chrome'].find((place) =>
  existsSync(join(place, 'vk_swiftshader_icd.json')),
);

/** The environment in which Dawn finds SwiftShader; nothing where it or Dawn is not installed. */
export function softwareAdapter(): NodeJS.ProcessEnv | undefined {
  if (!folder || !isInstalled('webgpu') || !isInstalled('@tensorflow/tfjs-backend-webgpu')) return undefined;
  const before = process.env.LD_LIBRARY_PATH;
  return {
    LD_LIBRARY_PATH: [folder, ...(before ? [before] : [])].join(':'),
    VK_ICD_FILENAMES: join(folder, 'vk_swiftshader_icd.json'),
  };
}

/** What a test says when it is skipped. */
export const noAdapter =
  'no software adapter for WebGPU is here (Chromium with vk_swiftshader_icd.json, and the package webgpu), so that the backend was not tried';

function isInstalled(name: string): boolean {
  return createRequire(import.meta.url)
    .resolve.paths(name)!
    .some((place) => existsSync(join(place, name, 'package.json')));
}
