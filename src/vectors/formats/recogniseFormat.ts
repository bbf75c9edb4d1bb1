import { embeddingFormats, EmbeddingFormat } from './embeddingFormats.js';
import { extname } from 'node:path';
import { inWords } from '../../base/inWords.js';
import { RetrievalError } from '../../errors.js';
import { readBytes, withFile } from './fileNumbers.js';

/** Bytes at the beginning that tell what a file is. */
const beginning = 520;

/** Formats with a mark of their own; safetensors files have none. */
const marks: [EmbeddingFormat, (head: Buffer) => boolean][] = [
  ['npy', startsWith('\x93NUMPY')],
  ['npz', startsWith('PK')],
  ['parquet', startsWith('PAR1')],
  ['mat', startsWith('MATLAB 5.0 MAT-file')],
  ['safetensors', (head) => head[8] === 0x7b],
];

const saveAgain = 'load it where it was written, then `numpy.save("NAME.npy", array.astype("float32"))`';
const pickle = 'open it only if you trust where it came from: loading it runs code';

/** Files that people have instead, and how to convert them. */
const others: { what: string; is: (head: Buffer) => boolean; fix: string }[] = [
  {
    what: 'This is a MATLAB 7.3 file, which is HDF5 inside',
    is: startsWith('MATLAB 7.3 MAT-file'),
    fix: 'in MATLAB `save("NAME.mat", "X", "-v7")`, or in Python `numpy.save("NAME.npy", h5py.File("NAME.mat")["X"][:])`, which has one row per column of X',
  },
  {
    what: 'This is an HDF5 file',
    is: (head) => [0, 512].some((at) => head.toString('latin1', at, at + 8) === '\x89HDF\r\n\x1a\n'),
    fix: 'in Python `numpy.save("NAME.npy", h5py.File("NAME.h5")["DATASET"][:])`',
  },
  {
    what: 'This is a pickle, such as PyTorch and joblib write, and pickles are not run here',
    is: (head) => head[0] === 0x80 && head[1]! >= 2 && head[1]! <= 5,
    fix: `${saveAgain}; ${pickle}`,
  },
  {
    what: 'This is an Arrow or Feather file',
    is: startsWith('ARROW1'),
    fix: 'in Python `pyarrow.parquet.write_table(pyarrow.feather.read_table("NAME"), "NAME.parquet")`',
  },
  {
    what: 'This is an encrypted Parquet file',
    is: startsWith('PARE'),
    fix: 'write it without encryption',
  },
  {
    what: 'This file is compressed as a whole',
    is: (head) => ['\x1f\x8b', 'BZh', '\xfd7zXZ', '\x28\xb5\x2f\xfd'].some((mark) => startsWith(mark)(head)),
    fix: 'unpack it first',
  },
  {
    what: 'This is a tar archive',
    is: (head) => head.toString('latin1', 257, 262) === 'ustar',
    fix: 'unpack it first',
  },
];

/**
 * Tells the format of a file of embeddings by its first bytes, whatever it is called.
 *
 * @throws RetrievalError for a file that is missing, empty or of another kind, with how to convert it. Nothing in the
 *   file is ever run.
 */
export async function recogniseFormat(path: string): Promise<EmbeddingFormat> {
  const head = await readHead(path);
  const format = marks.find(([, has]) => has(head))?.[0];
  if (format) return format;
  const other = others.find(({ is }) => is(head));
  const named = formatOfName(path);
  const readable = embeddingFormats.map((name) => `.${name}`).join(', ');
  throw new RetrievalError({
    what:
      other?.what ?? (named ? `This is not a .${named} file` : 'This is no file of embeddings that is known'),
    where: path,
    expected: named && !other ? `a .${named} file` : `one of ${readable}`,
    found: `a file that begins with ${describeBytes(head)}`,
    fix: other?.fix ?? (named ? fixOfNamed(named) : saveAgain),
  });
}

function fixOfNamed(format: EmbeddingFormat): string {
  const again = 'fetch or write it again, or give it the name of what it is';
  return format === 'mat' ? `${again}; version 4 is not read: \`save("NAME.mat", "X", "-v7")\`` : again;
}

/** The format that a name's ending stands for. */
export function formatOfName(path: string): EmbeddingFormat | undefined {
  const ending = extname(path).slice(1).toLowerCase();
  return embeddingFormats.find((format) => format === ending);
}

async function readHead(path: string): Promise<Buffer> {
  const words = {
    what: 'The file of embeddings cannot be read',
    where: path,
    expected: 'a readable file',
    fix: 'correct the path',
  };
  const bytes = await inWords(words, () =>
    withFile(path, async (handle) => {
      const { size } = await handle.stat();
      return readBytes(handle, path, 0, Math.min(size, beginning));
    }),
  );
  if (bytes.length > 0) return Buffer.from(bytes);
  throw new RetrievalError({
    what: 'The file of embeddings is empty',
    where: path,
    found: '0 bytes',
    fix: 'fetch or write it again',
  });
}

function startsWith(mark: string): (head: Buffer) => boolean {
  return (head) => head.toString('latin1', 0, mark.length) === mark;
}

function describeBytes(head: Buffer): string {
  const first = head.subarray(0, 8);
  const isText = first.every((byte) => byte >= 0x20 && byte < 0x7f);
  return isText ? JSON.stringify(first.toString('latin1')) : first.toString('hex');
}
