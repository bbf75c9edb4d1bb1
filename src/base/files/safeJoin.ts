import { lstatSync, realpathSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { RetrievalError } from '../../errors.js';

/**
 * Absolute path of a file that a list, table or archive names inside a folder.
 *
 * @param root the folder that must hold the file.
 * @param path relative path with `/` or `\` between its parts; the file need not exist.
 * @throws RetrievalError when the path is absolute, has a drive letter or a NUL, or leads out of the root, also by a
 *   symbolic link.
 */
export function safeJoin(root: string, path: string): string {
  const parts = path.split(/[\\/]/);
  if (path === '' || path.includes('\0')) throw unsafe(root, path, 'is empty or holds a NUL character');
  if (parts[0] === '' || /^[a-z]:/i.test(path)) throw unsafe(root, path, 'is absolute');
  if (parts.some((part) => safeDecode(part) === '..')) throw unsafe(root, path, 'climbs with ".."');
  const folder = resolve(root);
  const target = resolve(folder, ...parts);
  if (!isInside(folder, target)) throw unsafe(root, path, 'lies outside the folder');
  const existing = deepestExisting(target);
  if (isInside(folder, existing) && !isInside(realpathSync(folder), realPath(existing))) {
    throw unsafe(
      root,
      path,
      'is a symbolic link out of the folder',
      'put the file itself in the place of the link',
    );
  }
  return target;
}

function isInside(folder: string, target: string): boolean {
  const way = relative(folder, target);
  return way !== '..' && !way.startsWith(`..${sep}`) && resolve(folder, way) === target;
}

/** The longest leading part of the path that is there, links included. */
function deepestExisting(path: string): string {
  let current = path;
  while (!exists(current)) {
    const parent = dirname(current);
    if (parent === current) return current;
    current = parent;
  }
  return current;
}

function exists(path: string): boolean {
  try {
    lstatSync(path);
    return true;
  } catch {
    return false;
  }
}

/** Where a path really leads; a dangling link counts as leading outside. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return join(sep);
  }
}

/** Percent-encoded dots climb as well once somebody decodes them. */
function safeDecode(part: string): string {
  return part.replace(/%2e/gi, '.');
}

function unsafe(
  root: string,
  path: string,
  reason: string,
  fix = 'write the path relative to the folder, without ".."',
): RetrievalError {
  return new RetrievalError({
    what: `The path ${reason}`,
    where: JSON.stringify(path),
    expected: `a relative path inside ${root}`,
    fix,
  });
}
