import { packagePath } from '../base/files/packagePath.js';

/** What a job sets for itself. */
const notPassed = ['ASYMMETRIC_PARENT', 'ASYMMETRIC_PROGRESS'];

/** Words that start this very program on a machine with the same files. */
export function programWords(): string[] {
  return [process.execPath, packagePath('dist', 'cli', 'main.js')];
}

/** The library's own variables, which jobs on other machines are given; credentials are not among them. */
export function passedVariables(): Record<string, string> {
  const own = Object.entries(process.env).filter(
    ([name, value]) => name.startsWith('ASYMMETRIC_') && value !== undefined && !notPassed.includes(name),
  );
  return Object.fromEntries(own) as Record<string, string>;
}
