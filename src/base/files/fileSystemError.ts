import { tmpdir } from 'node:os';
import { RetrievalError, type ErrorKind } from '../../errors.js';

/** What an error of the operating system means, and what can be done about it. */
interface Meaning {
  means: string;
  fix: string;
  kind?: ErrorKind;
}

const tooLittleRoom = 'make room there, or name a place on another disk';

/** The errors of files, folders, disks and pipes, by the operating system's codes. */
const meanings: Partial<Record<string, Meaning>> = {
  ENOENT: { means: 'it is not there', fix: 'correct the path, or make its folder', kind: 'data' },
  EACCES: {
    means: 'it is not permitted',
    fix: 'change the permissions, or name another place',
    kind: 'data',
  },
  EPERM: { means: 'it is not permitted', fix: 'change the permissions, or name another place', kind: 'data' },
  EISDIR: { means: 'a folder stands in its place', fix: 'name a file, or move the folder', kind: 'data' },
  ENOTDIR: { means: 'a part of the path is not a folder', fix: 'correct the path', kind: 'data' },
  EEXIST: { means: 'something is there already', fix: 'name another place, or remove it', kind: 'data' },
  ENOTEMPTY: { means: 'the folder is not empty', fix: 'name another folder, or empty it', kind: 'data' },
  ELOOP: { means: 'its links lead in a circle', fix: 'remove or correct the link', kind: 'data' },
  ENAMETOOLONG: { means: 'the name is too long', fix: 'take a shorter name', kind: 'data' },
  ENXIO: { means: 'it is a socket or a device without a file', fix: 'name a regular file', kind: 'data' },
  EROFS: { means: 'the file system is read-only', fix: 'name a place that can be written to' },
  ENOSPC: { means: 'the disk is full', fix: tooLittleRoom },
  EDQUOT: { means: 'the quota of this user is used up', fix: tooLittleRoom },
  EFBIG: {
    means: 'the file is larger than is allowed',
    fix: 'raise the limit (`ulimit -f`), or name a place on a disk that takes larger files',
  },
  EMFILE: {
    means: 'this process has too many files open',
    fix: 'raise the limit, for example `ulimit -n 4096`',
  },
  ENFILE: { means: 'the machine has too many files open', fix: 'end programs that hold files open' },
  EBUSY: { means: 'another program is using it', fix: 'wait for that program, or end it' },
  ETXTBSY: { means: 'another program is running it', fix: 'wait for that program, or end it' },
  EXDEV: { means: 'the two places are on different disks', fix: 'name a place on the same disk' },
  EPIPE: { means: 'nobody reads it any more', fix: 'keep the reading program running' },
  EIO: { means: 'the disk does not answer', fix: 'check the disk and its connection' },
  ESTALE: { means: 'the network disk has lost it', fix: 'connect the disk again' },
};

/** What the operating system was asked for, in words. */
const actions: Partial<Record<string, string>> = {
  open: 'Opening a file',
  read: 'Reading a file',
  write: 'Writing a file',
  mkdir: 'Making a folder',
  mkdtemp: 'Making a temporary folder',
  rename: 'Putting a file in its place',
  scandir: 'Listing a folder',
  opendir: 'Listing a folder',
  unlink: 'Removing a file',
  rm: 'Removing a file',
  rmdir: 'Removing a folder',
  copyfile: 'Copying a file',
  fsync: 'Writing a file',
  ftruncate: 'Writing a file',
};

/** What was being done, for the error. */
export interface FileWork {
  /** A sentence without a full stop, such as `Saving the query model`; default: by what the system was asked for. */
  doing?: string;
  /** The file or folder, where the operating system does not name it. */
  where?: string;
  /** Who can mend it; default: by the error. */
  kind?: ErrorKind;
}

/**
 * The library's error for an error of the operating system about files: what was being done, where, what it means and how
 * to mend it. Everything else comes back as it is.
 */
export function fileSystemError(error: unknown, { doing, where, kind }: FileWork = {}): unknown {
  if (!(error instanceof Error) || error instanceof RetrievalError) return error;
  const { code, syscall, path, message } = error as NodeJS.ErrnoException;
  const meaning = code === undefined ? undefined : meanings[code];
  if (!meaning || syscall === undefined) return error;
  const place = path ?? where;
  const isTemporary = syscall === 'mkdtemp' && place?.startsWith(tmpdir());
  return new RetrievalError({
    what: `${doing ?? actions[syscall] ?? 'Working with a file'} failed: ${meaning.means}`,
    where: place,
    found: message.replaceAll('\n', ' '),
    fix: isTemporary ? 'set TMPDIR to a folder that is there and can be written to' : meaning.fix,
    kind: kind ?? meaning.kind,
    cause: error,
  });
}

/**
 * Does work on files.
 * @throws RetrievalError for errors of the operating system about files; everything else that the work throws.
 */
export async function onFiles<T>(work: FileWork, action: () => T | Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw fileSystemError(error, work);
  }
}
