import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));

/** Every place that the set-up reads or writes, below one root folder. */
export function workspacePaths(root) {
  const native = join(root, '.native');
  const state = join(root, '.setup');
  const lab = join(root, '.lab');
  const nativePackage = join(root, 'node_modules', '@tensorflow', 'tfjs-node-gpu');
  return {
    root,
    state,
    temporary: join(state, 'tmp'),
    native,
    kaleido: join(native, 'kaleido'),
    bindings: join(native, 'bindings'),
    zig: join(native, 'zig'),
    weights: join(root, 'data', 'weights'),
    runner: join(root, '.venv'),
    lab,
    bench: join(root, '.bench'),
    postgres: join(root, '.postgres'),
    machines: join(root, '.machines'),
    milvus: join(root, '.milvus'),
    labVenv: join(lab, 'venv'),
    nodeModules: join(root, 'node_modules'),
    nativePackage,
    installedBinding: join(nativePackage, 'lib', 'napi-v8', 'tfjs_binding.node'),
    source: join(root, 'src'),
    compiled: join(root, 'src', 'dist'),
    page: join(root, 'src', 'demo', 'page', 'dist'),
    jupyter: join(root, 'src', 'report', 'notebook', 'execute'),
    notebooks: join(root, 'notebooks'),
    requirements: (name) => join(here, '..', 'requirements', `${name}.txt`),
  };
}

const clone = join(here, '..', '..', '..');

/** The clone that this file belongs to; in an installed package, the folder of data and caches. */
export const workspace = workspacePaths(
  existsSync(join(here, '..', 'run.mjs')) ? clone : resolve(process.env.ASYMMETRIC_FOLDER || '.'),
);
