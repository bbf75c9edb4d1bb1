import { isAbsolute, join, sep } from 'node:path';

/** Path of an archive's entry below a folder. @throws Error when the entry would land outside of it. */
export function safePath(folder, name) {
  const parts = name.split('/');
  if (!name || name.includes('\\') || name.includes('\0') || isAbsolute(name) || parts.includes('..')) {
    throw new Error(`the archive holds an unsafe path: ${JSON.stringify(name)}`);
  }
  const path = join(folder, ...parts);
  if (!path.startsWith(join(folder, sep))) throw new Error(`the archive holds an unsafe path: ${name}`);
  return path;
}
