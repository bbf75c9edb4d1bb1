import { printJson } from '../output.js';
import { runFileSchema } from './runFileSchema.js';

/** Prints the schema. */
export function run(): void {
  printJson(runFileSchema());
}
