import { resolve } from 'node:path';

/**
 * Absolute path of something in the workspace, the one folder that holds `data` and `figures`: that of the environment
 * variable ASYMMETRIC_FOLDER, else the working folder.
 */
export function workspacePath(...parts: string[]): string {
  return resolve(process.env.ASYMMETRIC_FOLDER || '.', ...parts);
}
