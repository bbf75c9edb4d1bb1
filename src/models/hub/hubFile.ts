import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { atomicWrite } from '../../base/files/atomicWrite.js';
import { safeJoin } from '../../base/files/safeJoin.js';
import { sha256OfBytes } from '../../base/files/sha256.js';
import { workspacePath } from '../../base/files/workspacePath.js';
import { RetrievalError } from '../../errors.js';
import type { HubName } from './hubName.js';

/** Where the hub answers, and another address that its mirrors are named by. */
const usualEndpoint = 'https://huggingface.co';
const endpointVariable = 'HF_ENDPOINT';

/** What is known of a stored file. */
interface StoredFile {
  /** The hub's own hash: SHA-256 of large files, Git's of small ones. */
  tag: string;
  commit: string;
  sha256: string;
}

/**
 * A file of a model in the hub, fetched once into `data/cache/hub` and compared with the hash that the hub gives. Without
 * a connection the stored one is taken.
 *
 * @returns its path; nothing where the repository has no such file.
 * @throws RetrievalError (data) for no connection and nothing stored, refusals, and contents of another hash.
 */
export async function hubFile(hub: HubName, file: string): Promise<string | undefined> {
  const { owner, name, revision } = hub;
  const folder = safeJoin(workspacePath('data', 'cache', 'hub'), `${owner}/${name}/${revision}`);
  const path = safeJoin(folder, file);
  const stored = await storedFile(path);
  const address = `${process.env[endpointVariable] ?? usualEndpoint}/${owner}/${name}/resolve/${revision}/${file}`;
  const head = await headOf(address);
  if (!head) {
    if (stored) return path;
    throw noConnection(address);
  }
  if (head.status === 404) return undefined;
  if (head.status >= 400) throw refused(address, head);
  const tag = (head.headers.get('x-linked-etag') ?? head.headers.get('etag') ?? '').replace(/^W\/|"/g, '');
  if (stored?.tag === tag && tag !== '') return path;
  const bytes = await fetched(address);
  checkTag(bytes, tag, address);
  await atomicWrite(path, bytes);
  const commit = head.headers.get('x-repo-commit') ?? '';
  await atomicWrite(
    notesOf(path),
    JSON.stringify({ tag, commit, sha256: sha256OfBytes(bytes) } satisfies StoredFile),
  );
  return path;
}

const notesOf = (path: string): string => join(path, '..', `.${path.split('/').at(-1)}.json`);

/** What was stored before, if it is still as it was. */
async function storedFile(path: string): Promise<StoredFile | undefined> {
  try {
    const notes = JSON.parse(await readFile(notesOf(path), 'utf8')) as StoredFile;
    return sha256OfBytes(await readFile(path)) === notes.sha256 ? notes : undefined;
  } catch {
    return undefined;
  }
}

/** The hub's own answer: it tells the hash, and the storage to which it sends on does not. */
async function headOf(address: string, redirections = 5): Promise<Response | undefined> {
  const head = await request(address, { method: 'HEAD', redirect: 'manual' });
  const place = head?.headers.get('location') ?? undefined;
  const isMoved = place?.startsWith('/') && !head?.headers.has('x-linked-etag') && redirections > 0;
  return isMoved ? headOf(new URL(place!, address).href, redirections - 1) : head;
}

async function request(address: string, options: RequestInit): Promise<Response | undefined> {
  return fetch(address, options).catch(() => undefined);
}

async function fetched(address: string): Promise<Uint8Array> {
  const response = await request(address, {});
  if (!response) throw noConnection(address);
  if (!response.ok) throw refused(address, response);
  return new Uint8Array(
    await response.arrayBuffer().catch((cause: unknown) => {
      throw noConnection(address, cause);
    }),
  );
}

/** The hub's tag is the SHA-256 of a large file, the SHA-1 that Git has for a small one. */
function checkTag(bytes: Uint8Array, tag: string, address: string): void {
  const found =
    tag.length === 64
      ? sha256OfBytes(bytes)
      : createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
  if (found === tag) return;
  throw new RetrievalError({
    what: 'The file is not the one that the hub announced',
    where: address,
    expected: `the hash ${tag || '(none was given)'}`,
    found: `${found}, ${bytes.length} bytes`,
    fix: 'try again',
    kind: 'data',
  });
}

function noConnection(address: string, cause?: unknown): RetrievalError {
  return new RetrievalError({
    what: 'The model hub does not answer, and the file is not stored',
    where: address,
    expected: 'a connection',
    fix: `check the network, name a mirror with ${endpointVariable}, or fetch the file by hand and name its path`,
    kind: 'data',
    cause,
  });
}

function refused(address: string, { status, statusText }: Response): RetrievalError {
  return new RetrievalError({
    what: 'The model hub does not give the file',
    where: address,
    expected: 'a public model',
    found: `${status} ${statusText}`,
    fix: 'correct the name; of a model behind terms fetch the file by hand and name its path',
    kind: 'data',
  });
}
