import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { selectBackend } from '../../compute/backend/selectBackend.js';
import { workspacePath } from '../../base/files/workspacePath.js';
import type { ProfileName } from '../../study/plan/profileNames.js';
import { startFull } from './full.js';
import { startQuick } from './quick.js';

/** Does the main job of a profile. */
export async function run({ profile }: { profile: ProfileName }): Promise<void> {
  const started = performance.now();
  process.env.ASYMMETRIC_PROFILE = profile;
  const backend = await selectBackend();
  console.log(
    `Backend: ${backend.name} on ${backend.device} (TensorFlow ${backend.tensorflowVersion ?? 'not used'}; ${backend.reason})`,
  );
  const folder = workspacePath('notebooks');
  const notebooks = readdirSync(folder)
    .filter((file) => file.endsWith('.ipynb'))
    .sort()
    .map((file) => join(folder, file));
  await (profile === 'full' ? startFull(notebooks) : startQuick(profile, notebooks));
  console.log(
    `Backend: ${backend.name} on ${backend.device}. Time: ${minutes(performance.now() - started)}.`,
  );
}

function minutes(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
