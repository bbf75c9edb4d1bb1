import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { capture } from '../core/process.mjs';
import { emptySection } from '../core/emptySection.mjs';
import { localCompilers, zigCompiler } from './compilers.mjs';

/** Libraries of CUDA that PyTorch's wheel for Linux is linked to. */
const linked = [
  'libcublas.so.12',
  'libcublasLt.so.12',
  'libcudnn.so.9',
  'libcufft.so.11',
  'libcufile.so.0',
  'libcupti.so.12',
  'libcurand.so.10',
  'libcusparse.so.12',
  'libcusparseLt.so.0',
  'libnccl.so.2',
  'libnvshmem_host.so.3',
];

/**
 * Takes from the environment of the libraries to compare with what only a GPU or a compiler of extensions needs. PyTorch's
 * wheel for Linux is made for CUDA: empty libraries stand in for those that it is linked to, its kernels for GPUs become a
 * hole in their file, and `peers/torch_cpu.py` imports it so that what is missing is looked for when it is called, which
 * never happens on the processor.
 */
export async function trimPeers(context, folder) {
  for (const packages of packageFolders(folder)) {
    rmSync(join(packages, 'tensorflow', 'include'), { recursive: true, force: true });
    if (process.platform === 'linux' && process.arch === 'x64') {
      await withoutCuda(context, join(packages, 'torch', 'lib'));
    }
  }
}

function packageFolders(folder) {
  const lib = join(folder, 'lib');
  const versions = readdirSync(lib).filter((name) => name.startsWith('python'));
  return versions.map((name) => join(lib, name, 'site-packages'));
}

async function withoutCuda(context, folder) {
  context.say('taking out what only a GPU needs');
  const [compiler = await zigCompiler(context)] = localCompilers();
  for (const name of linked) await standIn(context, compiler, folder, name);
  rmSync(join(folder, 'libtorch_cuda_linalg.so'), { force: true });
  emptySection(join(folder, 'libtorch_cuda.so'), '.nv_fatbin');
}

/** An empty shared library. */
function standIn({ paths, signal }, { command, flags, env = {} }, folder, name) {
  const args = [
    '-shared',
    '-nostdlib',
    `-Wl,-soname,${name}`,
    '-x',
    'c',
    '/dev/null',
    '-o',
    join(folder, name),
  ];
  return capture(command, [...flags, ...args], {
    env: { TMPDIR: paths.temporary, ...env },
    signal,
    failure: `the stand-in of ${name} does not compile`,
  });
}
