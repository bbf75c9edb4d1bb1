import { RetrievalError } from '../../errors.js';

/** A place in a model hub. */
export interface HubName {
  owner: string;
  name: string;
  /** A branch, tag or commit. */
  revision: string;
  /** Path in the repository, where one is named. */
  file?: string;
}

const prefix = 'hf:';

/** Whether a text names a model in the hub and not a place on the disk. */
export const isHubName = (text: string): boolean => text.startsWith(prefix);

/**
 * Reads `hf:owner/name`, with `@revision` behind it and `/path/to/file` at the end where they are wanted.
 * @throws RetrievalError (usage) for anything else.
 */
export function parseHubName(text: string): HubName {
  const part = '[A-Za-z0-9][A-Za-z0-9._-]*';
  const found = new RegExp(`^${prefix}(${part})/(${part})(?:@(${part}))?((?:/${part})+)?$`).exec(text);
  if (found) {
    const [, owner, name, revision = 'main', file] = found;
    return { owner: owner!, name: name!, revision, ...(file && { file: file.slice(1) }) };
  }
  throw new RetrievalError({
    what: 'The name of the model in the hub cannot be read',
    where: text,
    expected: 'hf:owner/name, hf:owner/name@revision or hf:owner/name/path/to/file',
    fix: 'write it as the address of its page ends',
    kind: 'usage',
  });
}
